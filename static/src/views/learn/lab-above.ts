/** showLabAbove brings the lab of a question or task into sight; other questions may stand between them. */
export function showLabAbove(box: Element | null): void {
  let above = box?.previousElementSibling;
  while (above && !above.classList.contains("lab-box")) above = above.previousElementSibling;
  above?.scrollIntoView({ block: "nearest" });
}
