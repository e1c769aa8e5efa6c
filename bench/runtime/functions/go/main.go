package main

import "github.com/aws/aws-lambda-go/lambda"

func handler(event map[string]any) (map[string]any, error) {
	return event, nil
}

func main() {
	lambda.Start(handler)
}
