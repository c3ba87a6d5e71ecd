import { describeConversations } from "./conversation.ts";
import { DESKTOP } from "./window.ts";

describeConversations("two people at their desks", { size: DESKTOP, colorScheme: "light" });
