/** What works whatever tool a team deploys with; at the end of what says that a file cannot be used. */
export const whatIsDeployed =
  'What is deployed can be had from AWS, whatever deploys it: aws lambda list-event-source-mappings ' +
  '--function-name <name> > mapping.json, and mapping.json here.';

/** What a file of a mapping alone looks like. */
export const whatToWrite =
  'Write AWS\'s parameters, such as { "StartingPosition": "TRIM_HORIZON", "BatchSize": 100 }, or give a template.';
