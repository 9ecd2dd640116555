// Controls beside the ring: a client's console, the dials, typed commands. One at a time: together they would
// not fit beside the logs.
import { useState } from "preact/hooks";
import type { Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { enLab } from "../../words/en-lab.ts";
import { Dials } from "../dials/dials.tsx";
import { Manual } from "../dials/manual.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { Clients } from "./clients.tsx";
import "../dials/dials.css";
import "./clients.css";

type Tab = "clients" | "dials" | "manual";
const TABS: readonly Tab[] = ["clients", "dials", "manual"];

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
        {tab === "manual" && <Manual state={state} on={on} setup={setup} />}
      </div>
    </>
  );
}
