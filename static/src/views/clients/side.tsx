// What a person does beside the ring: asks as a client, turns dials, types lines. One at a time: together
// they would not fit beside the logs.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../controls.ts";
import type { Setup } from "../../route.ts";
import { enLab } from "../../words/en-lab.ts";
import { Dials } from "../dials/dials.tsx";
import { Hand } from "../dials/hand.tsx";
import { Clients } from "./clients.tsx";
import "../dials/dials.css";
import "./clients.css";

type Tab = "clients" | "dials" | "hand";
const TABS: readonly Tab[] = ["clients", "dials", "hand"];

export function Side({ state, on, setup }: ViewProps & { setup: Setup }) {
  const [tab, setTab] = useState<Tab>("clients");
  const words = enLab.side;
  const keyed = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
    setTab(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid="side-${next}"]`)?.focus();
  };
  return (
    <>
      <header class="dock-head">
        <div class="tabs" role="tablist" aria-label={words.label} tabIndex={-1} onKeyDown={keyed}>
          {TABS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={one === tab}
              tabIndex={one === tab ? 0 : -1}
              onClick={() => setTab(one)}
              data-testid={`side-${one}`}
            >
              {words[one]}
            </button>
          ))}
        </div>
      </header>
      <div class="side-body" role="tabpanel" aria-label={words[tab]}>
        {tab === "clients" && <Clients state={state} on={on} />}
        {tab === "dials" && <Dials state={state} on={on} setup={setup} />}
        {tab === "hand" && <Hand state={state} on={on} setup={setup} />}
      </div>
    </>
  );
}
