// What a person does beside the ring: asks as a client, turns dials, types lines. One at a time: together
// they would not fit beside the logs.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import type { Setup } from "../../route.ts";
import { enLab } from "../../words/en-lab.ts";
import { Dials } from "../dials/dials.tsx";
import { Hand } from "../dials/hand.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { Clients } from "./clients.tsx";
import "../dials/dials.css";
import "./clients.css";

type Tab = "clients" | "dials" | "hand";
const TABS: readonly Tab[] = ["clients", "dials", "hand"];

export function Side({ state, on, setup }: ViewProps & { setup: Setup }) {
  const [tab, setTab] = useState<Tab>("clients");
  const words = enLab.side;
  return (
    <>
      <header class="dock-head">
        <Tabs<Tab>
          tabs={TABS}
          chosen={tab}
          onChoose={setTab}
          label={words.label}
          words={words}
          id="side"
        />
      </header>
      <div class="side-body" role="tabpanel" aria-label={words[tab]}>
        {tab === "clients" && <Clients state={state} on={on} />}
        {tab === "dials" && <Dials state={state} on={on} setup={setup} />}
        {tab === "hand" && <Hand state={state} on={on} setup={setup} />}
      </div>
    </>
  );
}
