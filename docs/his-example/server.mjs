// Plays a hospital information system, to try embedding: a page, and the signing of tokens. Not for production: it lets everybody
// sign in as a doctor. Registered in Yunying (/his) with the algorithm HS256, the secret, issuer and audience below, and this
// page's origin, http://localhost:8080.
//
//   HIS_SECRET=… node docs/his-example/server.mjs
import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const {
  HIS_SECRET = '',
  HIS_ISSUER = 'his-example',
  HIS_AUDIENCE = 'yunying',
  YUNYING_URL = 'http://127.0.0.1:3000',
  PORT = '8080',
} = process.env;
if (Buffer.byteLength(HIS_SECRET) < 32) {
  console.error('HIS_SECRET is missing: the secret that is registered in Yunying, at least 32 bytes');
  process.exit(1);
}

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token for one doctor, one patient, one study: good for a minute, taken once. */
function sign({ doctor, name, patientId, studyInstanceUid, accessionNumber, mode }) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: HIS_ISSUER, aud: HIS_AUDIENCE, iat, exp: iat + 60, jti: randomUUID() },
    ...{ sub: doctor, name, patientId, mode },
    ...(studyInstanceUid ? { studyInstanceUid } : { accessionNumber }),
  };
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', HIS_SECRET).update(signed).digest('base64url')}`;
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

const server = createServer(async (request, response) => {
  try {
    if (request.method === 'GET' && request.url === '/') {
      const page = await readFile(new URL('index.html', import.meta.url), 'utf8');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      // Its own pages say where they come from, for the frame to be allowed in them.
      response.end(page.replaceAll('YUNYING_URL', YUNYING_URL));
    } else if (request.method === 'POST' && request.url === '/token') {
      // A real HIS takes doctor and patient from its own session, never from the page.
      const asked = await bodyOf(request);
      response.setHeader('content-type', 'application/json');
      response.setHeader('cache-control', 'no-store');
      response.end(JSON.stringify({ token: sign({ ...asked, doctor: 'D1001', name: '王医生' }) }));
    } else {
      response.statusCode = 404;
      response.end();
    }
  } catch (error) {
    response.statusCode = 400;
    response.end(String(error));
  }
});
server.listen(Number(PORT), 'localhost', () => {
  console.log(`A HIS is to be seen at http://localhost:${server.address().port}; it opens ${YUNYING_URL}`);
});
