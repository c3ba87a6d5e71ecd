// Reads a CloudFormation template: resources by type, and references as text.

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface Json {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Description?: string }>>;
}

export class Resources {
  readonly all: Json["Resources"];
  readonly outputs: NonNullable<Json["Outputs"]>;

  constructor(template: unknown) {
    const json = template as Json;
    this.all = json.Resources;
    this.outputs = json.Outputs ?? {};
  }

  /** The logical ids and the resources of a type. */
  entries(type: string): [string, Resource][] {
    return Object.entries(this.all).filter(([, { Type }]) => Type === type);
  }

  ofType(type: string): Resource[] {
    return this.entries(type).map(([, resource]) => resource);
  }

  /** The only resource of a type. Throws if there is none, or more than one. */
  one(type: string): Resource {
    return only(this.ofType(type), type);
  }

  /** The logical id of the only resource of a type. Throws if there is none, or more than one. */
  idOf(type: string): string {
    return only(this.entries(type), type)[0];
  }

  get(logicalId: string): Resource {
    const resource = this.all[logicalId];
    if (!resource) throw new Error(`There is no resource ${logicalId}.`);
    return resource;
  }
}

function only<T>(found: readonly T[], what: string): T {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${what}`);
  return first;
}

/** Returns a value as text, with `${Id}` for a reference and `${Id.Attribute}` for an attribute. */
export function render(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    if ("Ref" in value) return `\${${String(value.Ref)}}`;
    if ("Fn::GetAtt" in value) return `\${${(value["Fn::GetAtt"] as string[]).join(".")}}`;
    if ("Fn::Sub" in value && typeof value["Fn::Sub"] === "string") return value["Fn::Sub"];
    if ("Fn::Join" in value) {
      const [separator, parts] = value["Fn::Join"] as [string, unknown[]];
      return parts.map(render).join(separator);
    }
  }
  return JSON.stringify(value);
}
