/** The query page. Its script is a file of its own, so that no inline script needs to be allowed. */
export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Firsthand: queries</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/playground/graphiql.css" />
    <style>html, body, #page { height: 100%; margin: 0; }</style>
  </head>
  <body>
    <div id="page">Loading the query page…</div>
    <script src="/playground/react.js"></script>
    <script src="/playground/react-dom.js"></script>
    <script src="/playground/graphiql.js"></script>
    <script src="/playground/start.js"></script>
  </body>
</html>
`;

const first = `# Firsthand: offers near a school. Press the triangle to run it.
query NearbyOffers {
  offers(near: { postcode: "M14 6HR" }, within: 20, first: 5) {
    edges { distanceKm node { title activityType employer { name } slots { startsAt remaining } } }
  }
}
`;

const signIn = `# Sign in with a demonstration account, then put the token under "Headers" below:
# { "authorization": "Bearer <accessToken>" }
mutation SignIn {
  signIn(input: { email: "teacher@demo.firsthand.example", password: "demonstration" }) {
    ... on SignInSuccess { accessToken viewer { name } }
    ... on Problem { code message }
  }
}
`;

/** What the page runs: GraphiQL against this server. */
export const script = `
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('page')).render(
  React.createElement(GraphiQL, {
    fetcher,
    shouldPersistHeaders: false,
    defaultTabs: [{ query: ${JSON.stringify(first)} }, { query: ${JSON.stringify(signIn)}, headers: '{}' }],
  }),
);
`;
