// Frames for the tests: five servers in the middle of Figure 8, and nine with every fault.
import type { Catalogue, Frame } from "../src/engine/protocol.ts";
import catalogueJson from "./fixtures/catalogue.json";
import fiveJson from "./fixtures/five.json";
import nineJson from "./fixtures/nine.json";

export const five = fiveJson as unknown as Frame;
export const nine = nineJson as unknown as Frame;
export const catalogue = catalogueJson as unknown as Catalogue;
