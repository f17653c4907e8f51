// A real OpenID provider on loopback that signs everybody in as the person
// below. Prints its address once it listens, then every logout it sends; ends with its input.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [clientId, secret, redirectUri, leftUri, endedUri] = process.argv.slice(2);
const people = {
  "subject-1": { personal_number: "001190012345", name: "Nguyễn Thị Mẫu", birthdate: "1990-05-12" },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [leftUri],
        backchannel_logout_uri: endedUri,
        backchannel_logout_session_required: true,
      },
    ],
    acrValues: ["LoA1", "LoA2", "LoA3"],
    claims: {
      openid: ["sub"],
      acr: null,
      sid: null,
      identity: ["personal_number", "name", "birthdate"],
    },
    scopes: ["openid", "identity"],
    cookies: { keys: ["only for tests"] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    pkce: { required: () => true },
    fetch: async (_, { body }) => {
      console.log(String(body)); // a logout that would be sent; the tests take it from here
      return new Response(null, { status: 200 });
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === "login") {
      const acr = (params.acr_values ?? "LoA2").split(" ")[0];
      const login = { accountId: "subject-1", acr };
      return provider.interactionFinished(request, response, { login });
    }
    const grant = new provider.Grant({ accountId: session.accountId, clientId });
    grant.addOIDCScope("openid identity");
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(request, response, { consent });
  });
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
