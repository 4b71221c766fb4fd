/** A resource of a plan, a state or a configuration, its values as far as they are known; those that are not are `OpenValue`s. */
export interface TerraformResource {
  /** `module.shop.aws_lambda_function.orders["a"]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** As the attributes are written, where that is known. */
  readonly written: Readonly<Record<string, unknown>>;
}
