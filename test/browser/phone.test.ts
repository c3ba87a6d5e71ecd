import { describeConversations } from "./conversation.ts";
import { PHONE } from "./window.ts";

describeConversations("two people with their phones", { size: PHONE, colorScheme: "dark" });
