/** What is known of a type of resource. */
export interface ResourceKind {
  /** The property that names such a resource, which is also the attribute that gives the name. */
  readonly nameProperty: string;
  /** Its ARN up to the name. */
  readonly arn: string;
  readonly isTable?: true;
  /** Whether a reference gives the ARN, not the name. */
  readonly isReferredByArn?: true;
}

const table: ResourceKind = {
  nameProperty: 'TableName',
  arn: 'dynamodb:<region>:<account>:table/',
  isTable: true,
};
const aFunction: ResourceKind = { nameProperty: 'FunctionName', arn: 'lambda:<region>:<account>:function:' };

/** The types of resources that mappings and the variables of their functions name. */
export const resourceKinds: ReadonlyMap<string, ResourceKind> = new Map<string, ResourceKind>([
  ['AWS::DynamoDB::Table', table],
  ['AWS::DynamoDB::GlobalTable', table],
  ['AWS::Serverless::SimpleTable', table],
  ['AWS::Lambda::Function', aFunction],
  ['AWS::Serverless::Function', aFunction],
  ['AWS::SQS::Queue', { nameProperty: 'QueueName', arn: 'sqs:<region>:<account>:' }],
  ['AWS::SNS::Topic', { nameProperty: 'TopicName', arn: 'sns:<region>:<account>:', isReferredByArn: true }],
  ['AWS::S3::Bucket', { nameProperty: 'BucketName', arn: 's3:::' }],
  ['AWS::Kinesis::Stream', { nameProperty: 'Name', arn: 'kinesis:<region>:<account>:stream/' }],
  ['AWS::Events::EventBus', { nameProperty: 'Name', arn: 'events:<region>:<account>:event-bus/' }],
  [
    'AWS::StepFunctions::StateMachine',
    { nameProperty: 'StateMachineName', arn: 'states:<region>:<account>:stateMachine:', isReferredByArn: true },
  ],
]);
