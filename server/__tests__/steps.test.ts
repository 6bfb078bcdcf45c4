import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { HttpProblem } from '../../dicomweb-proxy/index.ts';
import { below, inTurn, originFormOnly, type Step } from '../steps.ts';

const response = {} as ServerResponse;
const requestOf = (url: string): IncomingMessage => ({ url }) as IncomingMessage;

function pass(steps: Step[], url = '/'): unknown[] {
  const seen: unknown[] = [];
  inTurn(
    steps,
    () => seen.push('last'),
    (error) => seen.push(error),
  )(requestOf(url), response);
  return seen;
}

const go: Step = (_request, _response, next) => next();

it('takes the steps in order and comes to the last listener only behind all of them', () => {
  expect(pass([go, go])).toEqual(['last']);
  expect(pass([go, () => undefined, go])).toEqual([]);
});

it('refuses what a step refuses, and what is thrown, once', () => {
  const thrown = new Error('no');
  const throwing: Step = () => {
    throw thrown;
  };
  expect(pass([go, (_request, _response, next) => next('no'), go])).toEqual(['no']);
  expect(pass([go, throwing, go])).toEqual([thrown]);
});

it('mounts a step below a path as Express does', () => {
  const stopped = (url: string): boolean => pass([below('/dicom-web', () => undefined)], url).length === 0;
  for (const url of ['/dicom-web', '/dicom-web/studies', '/dicom-web?a=b', '/DICOM-Web/x']) {
    expect([url, stopped(url)]).toEqual([url, true]);
  }
  for (const url of ['/', '/dicom-webs', '/x/dicom-web/studies']) {
    expect([url, stopped(url)]).toEqual([url, false]);
  }
});

it('lets nothing but paths through: steps and routes would see different addresses', () => {
  for (const url of ['/', '/dicom-web/studies?limit=1'])
    expect(pass([originFormOnly], url)).toEqual(['last']);
  for (const url of ['http://localhost/dicom-web/studies', 'HTTP://a/', '*', 'dicom-web', '']) {
    const [refused, ...more] = pass([originFormOnly], url);
    expect([url, refused instanceof HttpProblem && refused.status, more]).toEqual([url, 400, []]);
  }
});
