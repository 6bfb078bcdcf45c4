const context =
  typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2');
// Asking waits until the context is there.
context?.getParameter(context.MAX_TEXTURE_SIZE);
context?.getExtension('WEBGL_lose_context')?.loseContext();
self.postMessage('warm');
