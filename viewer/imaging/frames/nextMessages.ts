/** In a worker: lets messages that have come meanwhile be heard. A channel, since timers are held back to 4 ms. */
export function nextMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
