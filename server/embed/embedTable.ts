import type { Request, Response } from 'express';
import { HttpProblem, RouteTable, type Guard } from '../../dicomweb-proxy/index.ts';
import { heartbeatMs, type EmbedAnswer, type EmbedStudies, type Services } from '../../services/index.ts';
import type { ClientPlace } from '../clientAddress.ts';
import { pageSecurityHeaders } from '../securityHeaders.ts';
import { serviceProblem } from '../serviceProblems.ts';
import { Tries } from '../Tries.ts';
import type { ViewerPage } from '../viewerFiles.ts';
import { pageWithSession, type EmbedSession } from './pageWithSession.ts';
import { refusalPage, refusalPolicy, type Refusal } from './refusalPage.ts';
import { tokenOfForm, tokenOfQuery } from './tokenOf.ts';

export interface EmbedParts {
  guard: Guard;
  services: Services;
  place: ClientPlace;
  studies: EmbedStudies;
  viewer: EmbeddedPage;
}

/** The page that a token opens. */
export interface EmbeddedPage {
  readonly page: ViewerPage;
  readonly contentSecurityPolicy: boolean;
  /** Of the built viewer. */
  readonly folder: string;
}

/**
 * Where a HIS opens the viewer with a token of its own. It answers with pages, as people see them; what is wrong with a token is in
 * the audit trail alone.
 */
export function embedTable({ guard, services, place, studies, viewer }: EmbedParts): RouteTable {
  const routes = new RouteTable({ guard });
  // Of one address, behind which there may be a whole hospital.
  const tries = new Tries({ name: 'embed', points: 100, seconds: 300 });
  const rule = {
    open: 'is for who holds a token of a HIS, which opens what the token says and nothing else',
  };

  routes.add({
    method: 'GET',
    path: '/embed',
    rule,
    // Whoever asks for the headers alone sees no page: the token would be used up for nothing.
    handler: (_checked, request, response) =>
      answered(request, response, () => (request.method === 'HEAD' ? undefined : tokenOfQuery(request))),
  });
  routes.add({
    method: 'POST',
    path: '/embed',
    rule,
    handler: (_checked, request, response) => answered(request, response, () => tokenOfForm(request)),
  });
  for (const [path, type] of [
    ['/yunying-embed.js', 'text/javascript'],
    ['/yunying-embed.d.ts', 'text/plain'],
  ] as const)
    routes.add({
      method: 'GET',
      path,
      rule: { open: 'is a script for pages of a HIS, which holds nothing of patients' },
      handler(_checked, _request, response, next) {
        // Pages of other sites load it.
        response.setHeader('cross-origin-resource-policy', 'cross-origin');
        response.setHeader('access-control-allow-origin', '*');
        response.setHeader('x-content-type-options', 'nosniff');
        response.setHeader('cache-control', 'no-cache');
        response.setHeader('content-type', `${type}; charset=utf-8`);
        response.sendFile(
          path.slice(1),
          { root: viewer.folder, cacheControl: false, dotfiles: 'allow' },
          (error) => {
            if (error && !response.headersSent) next();
          },
        );
      },
    });
  return routes;

  async function answered(
    request: Request,
    response: Response,
    tokenOf: () => string | undefined | Promise<string | undefined>,
  ): Promise<void> {
    try {
      const token = await tokenOf();
      if (token === undefined) return refuse(request, response, 401, 'refused');
      const answer = await opened(request, token);
      if (answer.ok) await show(request, response, answer);
      else refuse(request, response, answer.told === 'no-study' ? 404 : 401, answer.told);
    } catch (error) {
      const problem = error instanceof HttpProblem ? error : serviceProblem(error);
      if (!problem) throw error;
      for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
      refuse(request, response, problem.status, problem.status >= 500 ? 'unavailable' : 'refused');
    }
  }

  async function opened(request: Request, token: string): Promise<EmbedAnswer> {
    const address = place.addressOf(request);
    await tries.refuse(address);
    const userAgent = request.headers['user-agent'] ?? '';
    const answer = await services.embedDesk.open(token, { address, userAgent }, studies);
    if (!answer.ok) await tries.count(address);
    return answer;
  }

  async function show(
    request: Request,
    response: Response,
    { token, studyInstanceUids, mode, origins }: EmbedAnswer & { ok: true },
  ): Promise<void> {
    const session: EmbedSession = { kind: 'embed', token, studyInstanceUids, mode, origins, heartbeatMs };
    const html = pageWithSession(await viewer.page(), session);
    const { contentSecurityPolicy } = viewer;
    pageSecurityHeaders({ contentSecurityPolicy, frameAncestors: origins })(request, response, () => {
      describe(response);
      response.type('html').send(html);
    });
  }
}

function refuse(request: Request, response: Response, status: number, why: Refusal): void {
  describe(response);
  response.setHeader('x-content-type-options', 'nosniff');
  // Nothing in it can be clicked: whichever page holds it in a frame, it says what it says.
  response.setHeader('content-security-policy', refusalPolicy);
  response
    .status(status)
    .type('html')
    .send(refusalPage(why, request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh-CN'));
}

function describe(response: Response): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
}
