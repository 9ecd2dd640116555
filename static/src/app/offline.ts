/** keepForOffline keeps the site for use without a network. It waits until the page is loaded, and is
 * silent if the browser does not allow it: everything else works without. */
export function keepForOffline(): void {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker
      .register("service-worker.js", { updateViaCache: "none" })
      .catch(() => {});
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
