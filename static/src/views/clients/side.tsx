// Controls beside the ring: a client's console, the dials, typed commands. One at a time: together they would
// not fit beside the logs.
import { useState } from "preact/hooks";
import type { Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { enLab } from "../../words/en-lab.ts";
import { Dials } from "../dials/dials.tsx";
import { Manual } from "../dials/manual.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { hasConsole } from "../protocols/clients.ts";
import { laterParts } from "../protocols/later.ts";
import { Clients } from "./clients.tsx";
import "../dials/dials.css";
import "./clients.css";

type Tab = "clients" | "protocol" | "dials" | "manual";

export function Side({ state, on, setup }: ViewProps & { setup: Setup }) {
  const [wanted, setTab] = useState<Tab>("clients");
  const { catalogue, frame } = state;
  const own = frame && laterParts(frame.protocol)?.side;
  const tabs = tabsOf(frame === null || hasConsole(catalogue, frame), Boolean(own));
  const tab = tabs.includes(wanted) ? wanted : (tabs[0] ?? wanted);
  const words = { ...enLab.side, protocol: own?.title ?? "" };
  return (
    <>
      <header class="dock-head">
        <Tabs<Tab>
          tabs={tabs}
          chosen={tab}
          onChoose={setTab}
          label={words.label}
          words={words}
          id="side"
        />
      </header>
      <div class="side-body" role="tabpanel" aria-label={words[tab]}>
        {tab === "clients" && <Clients state={state} on={on} />}
        {tab === "protocol" && own && <own.View on={on} frame={frame} />}
        {tab === "dials" && <Dials state={state} on={on} setup={setup} />}
        {tab === "manual" && <Manual state={state} on={on} setup={setup} />}
      </div>
    </>
  );
}

/** tabsOf leaves out clients where a protocol has none, and begins with the protocol's own tab there. */
function tabsOf(hasClients: boolean, hasOwn: boolean): readonly Tab[] {
  return [
    ...(hasClients ? (["clients"] as const) : []),
    ...(hasOwn ? (["protocol"] as const) : []),
    "dials",
    "manual",
  ];
}
