// A function with nothing but the standard library: gives back the event and how it was built.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
)

func main() {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(base + "next")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		event, _ := io.ReadAll(next.Body)
		next.Body.Close()
		answer, _ := json.Marshal(map[string]any{
			"event": json.RawMessage(event), "from": "go", "arch": runtime.GOARCH,
		})
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		posted, err := http.Post(base+id+"/response", "application/json", strings.NewReader(string(answer)))
		if err == nil {
			posted.Body.Close()
		}
	}
}
