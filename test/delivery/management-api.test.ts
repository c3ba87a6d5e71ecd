// Posting with the AWS SDK's client.

import { managementClient, poster } from "../../lambdas/delivery/management-api.ts";
import { postContract } from "./post-contract.ts";

postContract("with the AWS SDK", (endpoint) => poster(managementClient(endpoint)));
