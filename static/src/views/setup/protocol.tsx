// The choice of a protocol. Another one begins with free play: a scenario belongs to one protocol.
import { besideLink, freePlay, type Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { enProtocols as words } from "../../words/en-protocols.ts";

/** protocolOf is the protocol that is chosen, the catalogue's first where nothing says. */
export function protocolOf({ catalogue, frame }: State, setup: Setup): string {
  const scenario = catalogue?.scenarios.find(({ id }) => id === setup.scenario);
  const first = catalogue?.protocols[0]?.id ?? "";
  return frame?.protocol ?? scenario?.protocol ?? setup.protocol ?? first;
}

/** isFirst is true of a run of the catalogue's first protocol. */
export function isFirst(state: State, setup: Setup): boolean {
  return protocolOf(state, setup) === (state.catalogue?.protocols[0]?.id ?? "");
}

/** ofProtocol is the part of free play's setup that names its protocol: the first one needs no name. */
export function ofProtocol({ catalogue }: State, protocol: string): Pick<Setup, "protocol"> {
  return protocol === catalogue?.protocols[0]?.id ? {} : { protocol };
}

/** ProtocolPicker is nothing while there is only one protocol. */
export function ProtocolPicker({ state, on, setup }: ViewProps & { setup: Setup }) {
  const protocols = state.catalogue?.protocols ?? [];
  if (protocols.length < 2) return null;
  const choose = (id: string): void =>
    on.open({ ...freePlay, ...ofProtocol(state, id), servers: setup.servers });
  return (
    <label>
      {words.protocol}
      <select
        value={protocolOf(state, setup)}
        data-testid="protocol"
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {protocols.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** BesideLink leads to one story on two protocols. */
export function BesideLink({ state, setup }: Pick<ViewProps, "state"> & { setup: Setup }) {
  const others = (state.catalogue?.protocols ?? []).map(({ id }) => id);
  const [left = "", second = ""] = others;
  if (others.length < 2) return null;
  const own = protocolOf(state, setup);
  return (
    <a
      class="beside-link"
      href={besideLink({ id: "leader-dies", left, right: own === left ? second : own })}
      data-testid="beside"
    >
      {words.beside}
    </a>
  );
}
