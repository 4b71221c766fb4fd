resource "aws_lambda_event_source_mapping" "orders" {
  starting_position = "LATEST"
}
