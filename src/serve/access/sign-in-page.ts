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

/** The style of the form. */
export const SIGN_IN_STYLE = `:root{color-scheme:dark light;font:1rem/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center}
main{width:min(20rem,90vw)}
form{display:grid;gap:.75rem}
input,button{font:inherit;padding:.6rem .8rem}
button{cursor:pointer}
[role=alert]{margin:0;padding:.6rem .8rem;border:2px solid}
`;

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
