/** Why somebody is shown the form. */
export type SignInReason = 'new' | 'wrong' | { readonly waitSeconds: number };

/**
 * The form that asks for a token: without script, so that it works wherever a browser does.
 *
 * @param next path below the page to go to afterwards
 */
export function writeSignInPage(basePath: string, next: string, reason: SignInReason): string {
  const message =
    reason === 'new'
      ? ''
      : `<p role="alert">${reason === 'wrong' ? 'That token is not known.' : `Too many wrong tries. Try again in ${reason.waitSeconds} s.`}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>Sign in · footwatch</title>
<link rel="stylesheet" href="${basePath}sign-in.css">
</head>
<body>
<main>
<h1>footwatch</h1>
<p>Plantar pressure of walking people. Whoever runs it gives out tokens.</p>
<form method="post" action="${basePath}sign-in">
${message}
<label for="token">Your token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<input type="hidden" name="next" value="${escapeAttribute(next)}">
<button>Sign in</button>
</form>
</main>
</body>
</html>
`;
}

/** The style of the form, in the colours of the page. */
export const SIGN_IN_STYLE = `:root{color-scheme:dark light;--paper:#0a0e13;--raised:#121920;--ink:#f0f3f6;--quiet:#9fabb7;--rule:#7f8b97;--bad:#ff7a70;--link:#8ab8ff;font:1rem/1.5 system-ui,-apple-system,"Segoe UI","Liberation Sans",sans-serif}
@media (prefers-color-scheme:light){:root{--paper:#eef1f4;--raised:#fff;--ink:#12171c;--quiet:#4d5863;--rule:#6b7681;--bad:#b3201a;--link:#0b50c4}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink)}
main{width:min(22rem,90vw);padding:1.5rem;background:var(--raised);border-radius:.5rem}
h1{margin:0;font-size:1.5rem}
p{margin:0 0 1rem;color:var(--quiet)}
form{display:grid;gap:.5rem}
input,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--rule);border-radius:.3rem;padding:.6rem .8rem}
button{margin-top:.5rem;cursor:pointer;background:var(--link);border-color:var(--link);color:var(--paper);font-weight:600}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
[role=alert]{margin:0;color:var(--bad);font-weight:600}
`;

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
