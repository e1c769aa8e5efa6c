# A web application that knows nothing of Lambda.
import http.cookies
import http.server
import json
import os


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/events":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number in range(3):
                self.wfile.write(f"data: {number}\n\n".encode())
                self.wfile.flush()
            return
        cookies = http.cookies.SimpleCookie(self.headers.get("Cookie", ""))
        self.answer({"path": self.path, "cookies": {name: one.value for name, one in cookies.items()}})

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        self.answer({"posted": json.loads(self.rfile.read(length))})

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "one=1; HttpOnly")
        self.send_header("Set-Cookie", "two=2; Secure")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
