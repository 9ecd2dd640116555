/** keepForOffline has the site kept for when there is no network. It waits until the page stands, and
 * says nothing if the browser does not let it: everything works without. */
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
