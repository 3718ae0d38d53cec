// Shows notifications, and caches nothing: on a phone a page cannot notify without one.
addEventListener("notificationclick", (event) => {
  const { notification, waitUntil } = /** @type {any} */ (event);
  notification.close();
  const { clients } = /** @type {any} */ (globalThis);
  const show = async () => {
    const open = await clients.matchAll({ type: "window" });
    const one = open.find((/** @type {any} */ client) => client.url === notification.data);
    return one ? one.focus() : clients.openWindow(notification.data);
  };
  waitUntil.call(event, show());
});
