/*
 * The least a function can do: raw socket, one buffer, no JSON. It gives back the event as it came,
 * so every other runtime is compared with the cost of the protocol and the kernel alone.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char buffer[8 * 1024 * 1024];
static int api;

/* Reads one response whole; where its body begins, its length in `length`. */
static char *receive(size_t *length) {
  size_t have = 0;
  char *body = NULL;
  for (;;) {
    ssize_t got = recv(api, buffer + have, sizeof buffer - 1 - have, 0);
    if (got <= 0) exit(1);
    have += got;
    if (!body) {
      buffer[have] = 0;
      char *end = strstr(buffer, "\r\n\r\n");
      if (!end) continue;
      char *field = strcasestr(buffer, "\r\nContent-Length:");
      *length = field && field < end ? strtoul(field + 17, NULL, 10) : 0;
      body = end + 4;
    }
    if (have >= (body - buffer) + *length) return body;
  }
}

static int connect_to(char *address) {
  char *port = strchr(address, ':');
  *port++ = 0;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  inet_pton(AF_INET, address, &to.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (connect(fd, (struct sockaddr *)&to, sizeof to)) exit(1);
  return fd;
}

static void send_all(struct iovec *parts, int count) {
  while (count > 0) {
    ssize_t sent = writev(api, parts, count);
    if (sent < 0) exit(1);
    while (count > 0 && (size_t)sent >= parts->iov_len) {
      sent -= parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (char *)parts->iov_base + sent;
      parts->iov_len -= sent;
    }
  }
}

int main(void) {
  static const char next[] = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: api\r\n\r\n";
  char *address = getenv("AWS_LAMBDA_RUNTIME_API");
  if (!address) return 1;
  api = connect_to(strdup(address));
  for (;;) {
    struct iovec ask = {(char *)next, sizeof next - 1};
    send_all(&ask, 1);
    size_t length;
    char *event = receive(&length);
    char *id = strcasestr(buffer, "\r\nLambda-Runtime-Aws-Request-Id:");
    if (!id) return 1;
    id += 32 + strspn(id + 32, " ");
    char head[512];
    int head_length = sprintf(head,
                              "POST /2018-06-01/runtime/invocation/%.*s/response HTTP/1.1\r\n"
                              "Host: api\r\nContent-Length: %zu\r\n\r\n",
                              (int)strcspn(id, "\r"), id, length);
    struct iovec answer[] = {{head, head_length}, {event, length}};
    send_all(answer, 2);
    receive(&length);
  }
}
