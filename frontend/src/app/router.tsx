import { createBrowserRouter } from "react-router";
import { PageError } from "./PageError";
import { PageWait } from "./PageWait";
import { Frame, OrganisationFrame, RequireSession } from "./Frames";
import { Start } from "./Start";

/** Addresses of the browser. Everything that is not /api, /_allauth, /media, /ws or /static is one of these. */
export const router = createBrowserRouter([
  {
    errorElement: <PageError />,
    HydrateFallback: PageWait,
    children: [
      { path: "/sign-in", lazy: async () => ({ Component: (await import("../features/accounts/SignInPage")).SignInPage }) },
      { path: "/reset-password", lazy: async () => ({ Component: (await import("../features/accounts/ResetPage")).ResetRequestPage }) },
      { path: "/reset-password/:key", lazy: async () => ({ Component: (await import("../features/accounts/ResetPage")).ResetPage }) },
      { path: "/verify-email/:key", lazy: async () => ({ Component: (await import("../features/accounts/VerifyPage")).VerifyPage }) },
      { path: "/invitation/:token", lazy: async () => ({ Component: (await import("../features/accounts/InvitationPage")).InvitationPage }) },
      { path: "/verify", lazy: async () => ({ Component: (await import("../features/ledger/ProofPage")).ProofPage }) },
      {
        element: <RequireSession />,
        children: [
          { path: "/", element: <Start /> },
          {
            element: <Frame />,
            children: [{ path: "/account", lazy: async () => ({ Component: (await import("../features/accounts/AccountPage")).AccountPage }) }],
          },
          {
            path: "/o/:org",
            element: <OrganisationFrame />,
            children: [
              { path: "film", lazy: async () => ({ Component: (await import("../features/uploads/FilmPage")).FilmPage }) },
              {
                element: <Frame />,
                children: [
                  { index: true, lazy: async () => ({ Component: (await import("./Home")).Home }) },
                  { path: "clips", lazy: async () => ({ Component: (await import("../features/queue/QueuePage")).QueuePage }) },
                  { path: "clips/:id", lazy: async () => ({ Component: (await import("./Result")).Result }) },
                  { path: "clips/:id/proof", lazy: async () => ({ Component: (await import("../features/ledger/ResultProofPage")).ResultProofPage }) },
                  { path: "new", lazy: async () => ({ Component: (await import("../features/uploads/UploadPage")).UploadPage }) },
                  { path: "athletes/:participant", lazy: async () => ({ Component: (await import("../features/elements/ProgressPage")).ProgressPage }) },
                  { path: "consent", lazy: async () => ({ Component: (await import("../features/consent/ConsentPage")).ConsentPage }) },
                  { path: "members", lazy: async () => ({ Component: (await import("../features/tenants/MembersPage")).MembersPage }) },
                  { path: "devices", lazy: async () => ({ Component: (await import("../features/tenants/DevicesPage")).DevicesPage }) },
                  { path: "ledger", lazy: async () => ({ Component: (await import("../features/ledger/LedgerPage")).LedgerPage }) },
                  { path: "ledger/access", lazy: async () => ({ Component: (await import("../features/ledger/AccessPage")).AccessPage }) },
                  { path: "ledger/keys", lazy: async () => ({ Component: (await import("../features/ledger/KeysPage")).KeysPage }) },
                  { path: "models", lazy: async () => ({ Component: (await import("../features/models/ModelsPage")).ModelsPage }) },
                  { path: "models/agreement", lazy: async () => ({ Component: (await import("../features/models/AgreementPage")).AgreementPage }) },
                  { path: "models/again", lazy: async () => ({ Component: (await import("../features/models/AgainPage")).AgainPage }) },
                  { path: "models/:name", lazy: async () => ({ Component: (await import("../features/models/CardPage")).CardPage }) },
                  { path: "members/:participant/erasure", lazy: async () => ({ Component: (await import("../features/ledger/ErasurePage")).ErasurePage }) },
                ],
              },
            ],
          },
        ],
      },
      { path: "*", lazy: async () => ({ Component: (await import("./NotFound")).NotFound }) },
    ],
  },
]);
