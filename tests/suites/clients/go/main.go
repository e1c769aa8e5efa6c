// The function of the clients suite on aws-lambda-go; what it does stands in ../README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type command struct {
	Do string `json:"do"`
}

type facts struct {
	RequestID  string `json:"requestId"`
	Arn        string `json:"arn"`
	DeadlineMs int64  `json:"deadlineMs"`
}

func handle(ctx context.Context, event json.RawMessage) (any, error) {
	var wanted command
	if err := json.Unmarshal(event, &wanted); err != nil {
		return nil, err
	}
	switch wanted.Do {
	case "error":
		return nil, errors.New("told to fail")
	case "panic":
		panic("told to panic")
	case "exit":
		os.Exit(3)
	case "context":
		known, _ := lambdacontext.FromContext(ctx)
		deadline, _ := ctx.Deadline()
		return facts{known.AwsRequestID, known.InvokedFunctionArn, deadline.UnixMilli()}, nil
	}
	return event, nil
}

func main() {
	lambda.Start(handle)
}
