import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AccessOptions } from './access-options.ts';
import { SESSION_MS, Sessions } from './sessions.ts';
import { SIGN_IN_STYLE, type SignInReason, writeSignInPage } from './sign-in-page.ts';
import type { Reader } from './token-list.ts';
import { WrongTries } from './wrong-tries.ts';

/** What the guard knows of a request that it lets through. */
export interface GuardVariables {
  readonly reader: string;
  readonly address: string;
  /** Whether who asked may still look: an answer may last longer than a session, or than a token is in its file. */
  readonly isAdmitted: () => boolean;
  /** Whether the answer is a report, which has a policy of its own. */
  readonly isReport?: boolean;
}

/** Where no token is needed. */
const LOCAL: Reader = { name: 'local' };
const COOKIE = 'footwatch_session';
const BEARER = /^Bearer ([^\s]+)$/i;

/** Lets in who may look, from where they may: the names of the server, tokens, sessions. */
export class Guard {
  readonly #options: AccessOptions;
  readonly #sessions: Sessions;
  readonly #tries: WrongTries;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#sessions = new Sessions(options.nowMs);
    this.#tries = new WrongTries(options.nowMs, options.onWrongTry);
  }

  /** Refuses requests under other names, and those that pages of other sites make. */
  readonly checkNames: MiddlewareHandler = async (context, next) => {
    const { names } = this.#options;
    const host = context.req.header('host');
    if (!names.takesHost(host))
      return context.json(
        { error: 'this server does not answer to that Host: serve.publicUrl says to which' },
        421,
      );
    const site = context.req.header('sec-fetch-site');
    const isFromElsewhere = site === 'cross-site' && context.req.header('sec-fetch-mode') !== 'navigate';
    if (isFromElsewhere || !names.takesOrigin(context.req.header('origin'), host))
      return context.json({ error: 'pages of other sites may not ask' }, 403);
    return next();
  };

  /** Lets in who is known; shows others the form, or refuses what no person asks for. */
  readonly admit: MiddlewareHandler<{ Variables: GuardVariables }> = async (context, next) => {
    const address = this.#addressOf(context);
    const found = this.#identify(context, address);
    if (found.kind === 'reader') {
      context.set('reader', found.name);
      context.set('address', address);
      context.set('isAdmitted', found.isAdmitted);
      return next();
    }
    if (found.kind === 'wait') return this.#refuseTries(context, found.waitSeconds);
    const wantsPage = context.req.method === 'GET' && context.req.header('accept')?.includes('text/html');
    if (!wantsPage) {
      context.header('WWW-Authenticate', 'Bearer realm="footwatch"');
      return context.json({ error: 'sign in, or send a token: Authorization: Bearer …' }, 401);
    }
    const path = new URL(context.req.url).pathname.slice(this.#options.basePath.length);
    return context.redirect(`${this.#options.basePath}sign-in?next=${encodeURIComponent(path)}`, 303);
  };

  /** The form. */
  readonly showForm = (context: Context) => this.#form(context, context.req.query('next') ?? '', 'new', 200);

  /** The style of the form. */
  readonly showStyle = (context: Context) =>
    context.body(SIGN_IN_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' });

  /** Takes the form. */
  readonly signIn = async (context: Context) => {
    const tokens = this.#options.getTokens();
    // What cannot be read holds no token.
    const { token, next }: Record<string, unknown> = await context.req.parseBody().catch(() => ({}));
    const target = typeof next === 'string' ? next : '';
    if (tokens === null) return context.redirect(this.#targetOf(target), 303);
    const address = this.#addressOf(context);
    const waitSeconds = this.#tries.waitSeconds(address);
    if (waitSeconds > 0) {
      context.header('Retry-After', String(waitSeconds));
      return this.#form(context, target, { waitSeconds }, 429);
    }
    const reader = typeof token === 'string' ? tokens.find(token.trim()) : null;
    if (reader === null) {
      this.#tries.count(address);
      return this.#form(context, target, 'wrong', 401);
    }
    setCookie(context, COOKIE, this.#sessions.open(reader, tokens), {
      httpOnly: true,
      sameSite: 'Strict',
      secure: this.#options.isSecure,
      path: this.#options.basePath,
      maxAge: SESSION_MS / 1000,
    });
    return context.redirect(this.#targetOf(target), 303);
  };

  /** Ends the session. */
  readonly signOut = (context: Context) => {
    const id = getCookie(context, COOKIE);
    if (id !== undefined) this.#sessions.close(id);
    deleteCookie(context, COOKIE, { path: this.#options.basePath });
    return context.redirect(`${this.#options.basePath}sign-in`, 303);
  };

  #identify(context: Context, address: string) {
    const tokens = this.#options.getTokens();
    if (tokens === null) return { kind: 'reader', name: LOCAL.name, isAdmitted: () => true } as const;
    const id = getCookie(context, COOKIE) ?? '';
    const signedIn = this.#sessions.find(id, tokens);
    if (signedIn !== null) {
      const isAdmitted = () => this.#sessions.find(id, this.#options.getTokens() ?? tokens) !== null;
      return { kind: 'reader', name: signedIn.name, isAdmitted } as const;
    }
    const [, token] = BEARER.exec(context.req.header('authorization') ?? '') ?? [];
    if (token === undefined) return { kind: 'unknown' } as const;
    const waitSeconds = this.#tries.waitSeconds(address);
    if (waitSeconds > 0) return { kind: 'wait', waitSeconds } as const;
    const reader = tokens.find(token);
    if (reader !== null) {
      const { name } = reader;
      const fingerprint = tokens.fingerprint(name);
      const isAdmitted = () => this.#options.getTokens()?.fingerprint(name) === fingerprint;
      return { kind: 'reader', name, isAdmitted } as const;
    }
    this.#tries.count(address);
    return { kind: 'unknown' } as const;
  }

  #refuseTries(context: Context, waitSeconds: number) {
    context.header('Retry-After', String(waitSeconds));
    return context.json({ error: `too many wrong tokens: try again in ${waitSeconds} s` }, 429);
  }

  #form(context: Context, next: string, reason: SignInReason, status: 200 | 401 | 429) {
    context.header('Cache-Control', 'no-store');
    return context.html(writeSignInPage(this.#options.basePath, next, reason), status);
  }

  /** A path of this page alone: what is handed in may name any. */
  #targetOf(next: string): string {
    const { basePath } = this.#options;
    const url = new URL(basePath + next.replace(/^[/\\]+/, ''), 'http://localhost');
    return url.origin === 'http://localhost' && url.pathname.startsWith(basePath)
      ? url.pathname + url.search
      : basePath;
  }

  #addressOf(context: Context): string {
    const forwarded = this.#options.isBehindProxy ? context.req.header('x-forwarded-for') : undefined;
    // The proxy appends the address that it sees; what stands before it, anybody may have written.
    const last = forwarded?.split(',').at(-1)?.trim() ?? '';
    const address = isIP(last) ? last : (getConnInfo(context).remote.address ?? 'unknown');
    return address.replace(/^::ffff:(?=\d+\.)/i, '');
  }
}
