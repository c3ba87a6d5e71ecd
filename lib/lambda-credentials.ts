// The AWS credentials of a Lambda. Bundles contain this instead of @aws-sdk/credential-provider-node, which also
// contains four clients for signing in on a developer's machine: a fifth of a bundle, unused in a Lambda.

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Lambda sets these variables for each container, and they are valid for its lifetime. */
export const defaultProvider = () => (): Promise<Credentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) {
    return Promise.reject(new Error("There are no AWS credentials in the environment."));
  }
  return Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) });
};
