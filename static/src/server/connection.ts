/** The way to the server's channel. */
export function openSocket(): WebSocket {
  const address = new URL("ws", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = "";
  return new WebSocket(address);
}
