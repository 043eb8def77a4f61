import { useOrganisation } from "../api/session";
import { HomePage } from "../features/home/HomePage";
import { QueuePage } from "../features/queue/QueuePage";

/** Home by role: whoever moves sees what to do; whoever looks after others sees the queue. */
export function Home() {
  const { role } = useOrganisation();
  return role === "participant" ? <HomePage /> : <QueuePage />;
}
