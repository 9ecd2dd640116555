// How long the page waits for a worker that says nothing.

export interface Patience {
  /** renew begins at zero again: the worker has shown that it lives. */
  renew(): void;
  /** end waits no longer. */
  end(): void;
}

/** patience calls `lost` after so many seconds. They are counted one by one: a computer that slept, or a tab that the
 * browser throttled, makes one of them longer, not all. */
export function patience(seconds: number, lost: () => void): Patience {
  let left = seconds;
  const tick = (): void => {
    left -= 1;
    if (left > 0) timer = setTimeout(tick, 1000);
    else lost();
  };
  let timer = setTimeout(tick, 1000);
  return {
    renew() {
      left = seconds;
    },
    end: () => clearTimeout(timer),
  };
}
