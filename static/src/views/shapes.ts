// The shapes of messages, on the ring and in the diagram. A protocol gives each of its kinds of messages one.

/** Shape: an outlined circle is crossed out for a refusal; a hollow diamond is outlined, the others are solid. */
export type Shape = "diamond" | "hollow-diamond" | "square" | "small-square" | "circle" | "hexagon";
