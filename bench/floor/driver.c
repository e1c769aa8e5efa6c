/*
 * Plays the Runtime API for one function process and measures it.
 *
 *   driver [--pin CPU] [--evict FILE]... [--event FILE] [--phase BYTES:WARMUP:COUNT]... -- COMMAND [ARGUMENT]...
 *
 * Starts the command, hands it events of BYTES bytes and takes its answers, and writes one line of
 * JSON: microseconds from the start to the first answer, and for each phase the microseconds of one
 * invocation (the mean of COUNT, after WARMUP that do not count; the half and 99 of a hundred are
 * quicker than p50 and p99), those of them that the function's threads were running, and the peak
 * memory so far.
 * With --pin this process and the function share one core. With --evict files leave the page cache
 * before the start, as far as nobody has them mapped. With --event the phases that follow hand over what
 * is in a file, whatever their BYTES, and take any answer.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_CONNECTIONS 16
#define MAX_PHASES 4
#define REQUEST_BYTES (1024 * 1024)
#define REQUEST_ID "8476a536-e9f4-11e8-9739-2dfe598c3fcd"

static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
                               "Content-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";

struct connection {
  int fd;
  size_t length;
  char *request;
};

struct phase {
  size_t bytes;
  long warmup, count;
  /* The whole answer to next, head and body. */
  char *message;
  size_t message_length, event_length;
};

static struct connection connections[MAX_CONNECTIONS];
static int connection_count;
static pid_t child;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  if (child > 0) kill(child, SIGKILL);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

/* Processor time that the function has used, all its threads, in microseconds. */
static double processor_time(void) {
  clockid_t clock;
  struct timespec time = {0};
  if (!clock_getcpuclockid(child, &clock)) clock_gettime(clock, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

/* A JSON object of about the wanted size: text, numbers, lists and objects, as API events have. */
static char *made_event(size_t bytes, size_t *made) {
  char *event = malloc(bytes + 512);
  size_t length = sprintf(event, "{\"version\":\"2.0\",\"items\":[");
  for (int i = 0; i == 0 || length + 160 < bytes; i++) {
    length += sprintf(event + length,
                      "%s{\"id\":%d,\"name\":\"item number %d\",\"price\":%d.25,\"tags\":[\"red\","
                      "\"round\"],\"inStock\":true,\"note\":null}",
                      i ? "," : "", i, i, i);
  }
  length += sprintf(event + length, "],\"last\":\"");
  while (length + 2 < bytes) event[length++] = 'x';
  length += sprintf(event + length, "\"}");
  *made = length;
  return event;
}

static char *read_event(const char *path, size_t *length) {
  FILE *file = fopen(path, "r");
  char *event = malloc(REQUEST_BYTES);
  if (!file) fail("%s: %s", path, strerror(errno));
  *length = fread(event, 1, REQUEST_BYTES, file);
  fclose(file);
  return event;
}

static void prepare(struct phase *phase, const char *file) {
  size_t length;
  char *event = file ? read_event(file, &length) : made_event(phase->bytes, &length);

  long long deadline = (long long)time(NULL) * 1000 + 900000;
  phase->message = malloc(length + 1024);
  int head = sprintf(phase->message,
                     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                     "Lambda-Runtime-Aws-Request-Id: " REQUEST_ID "\r\n"
                     "Lambda-Runtime-Deadline-Ms: %lld\r\n"
                     "Lambda-Runtime-Invoked-Function-Arn: "
                     "arn:aws:lambda:us-east-1:123456789012:function:bench\r\n"
                     "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;"
                     "Parent=9a9197af755a6419;Sampled=1\r\n"
                     "Content-Length: %zu\r\n\r\n",
                     deadline, length);
  memcpy(phase->message + head, event, length);
  phase->message_length = head + length;
  phase->event_length = file ? 0 : length;
  free(event);
}

static void send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) fail("send: %s", strerror(errno));
    bytes += sent;
    length -= sent;
  }
}

/* The end of a chunked body that begins at `at`, or 0 where it has not come whole; its data in `data`. */
static size_t chunked_end(const char *request, size_t at, size_t length, size_t *data) {
  *data = 0;
  for (;;) {
    const char *line_end = memmem(request + at, length - at, "\r\n", 2);
    if (!line_end) return 0;
    size_t size = strtoul(request + at, NULL, 16);
    at = line_end - request + 2;
    if (size == 0) {
      /* Trailers, then an empty line. */
      const char *end = memmem(request + at - 2, length - at + 2, "\r\n\r\n", 4);
      return end ? (size_t)(end - request) + 4 : 0;
    }
    if (at + size + 2 > length) return 0;
    at += size + 2;
    *data += size;
  }
}

/* The length of the request that the buffer begins with, or 0; the length of its body in `body`. */
static size_t request_length(struct connection *connection, size_t *body) {
  char *request = connection->request;
  request[connection->length] = 0;
  char *end = memmem(request, connection->length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = end - request + 4;
  *body = 0;
  if (request[0] == 'G') return head;
  *end = 0;
  char *field = strcasestr(request, "\r\ncontent-length:");
  char *chunked = field ? NULL : strcasestr(request, "\r\ntransfer-encoding: chunked");
  *end = '\r';
  if (chunked) return chunked_end(request, head, connection->length, body);
  *body = field ? strtoul(field + 17, NULL, 10) : 0;
  return head + *body <= connection->length ? head + *body : 0;
}

static void accept_connection(int listener) {
  if (connection_count == MAX_CONNECTIONS) fail("too many connections");
  struct connection *connection = &connections[connection_count++];
  connection->fd = accept(listener, NULL, NULL);
  if (connection->fd < 0) fail("accept: %s", strerror(errno));
  int yes = 1;
  setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  connection->length = 0;
  if (!connection->request) connection->request = malloc(REQUEST_BYTES + 1);
}

static void drop_connection(int index) {
  close(connections[index].fd);
  struct connection dropped = connections[index];
  connections[index] = connections[--connection_count];
  connections[connection_count] = dropped;
}

/* Waits for the next whole request; the connection it came on, its body's length in `body`. */
static struct connection *next_request(int listener, size_t *length, size_t *body) {
  for (;;) {
    struct pollfd polled[MAX_CONNECTIONS + 1];
    for (int i = 0; i < connection_count; i++) {
      polled[i] = (struct pollfd){.fd = connections[i].fd, .events = POLLIN};
    }
    polled[connection_count] = (struct pollfd){.fd = listener, .events = POLLIN};
    int count = connection_count;
    int ready = poll(polled, count + 1, 10000);
    if (ready == 0) fail("the function has not spoken for ten seconds");
    if (waitpid(child, NULL, WNOHANG) == child) fail("the function ended");
    for (int i = count - 1; i >= 0; i--) {
      if (!polled[i].revents) continue;
      struct connection *connection = &connections[i];
      size_t room = REQUEST_BYTES - connection->length;
      ssize_t got = recv(connection->fd, connection->request + connection->length, room, 0);
      if (got <= 0) {
        drop_connection(i);
        continue;
      }
      connection->length += got;
      if ((*length = request_length(connection, body))) return connection;
    }
    if (polled[count].revents) accept_connection(listener);
  }
}

/* Gives the function one event and takes its answer. */
static void invoke(int listener, struct phase *phase) {
  for (int handed = 0;;) {
    size_t length, body;
    struct connection *connection = next_request(listener, &length, &body);
    char *request = connection->request;
    int is_next = request[0] == 'G';
    if (!is_next && !memmem(request, 200, "/" REQUEST_ID "/response", 46)) {
      fail("unexpected: %.*s", (int)connection->length, request);
    }
    if (!is_next && phase->event_length && body + 64 < phase->event_length) fail("the answer has only %zu bytes", body);
    memmove(request, request + length, connection->length - length);
    connection->length -= length;
    if (is_next) send_all(connection->fd, phase->message, phase->message_length);
    else send_all(connection->fd, accepted, sizeof accepted - 1);
    if (is_next) handed = 1;
    else if (handed) return;
  }
}

static long peak_kilobytes(void) {
  char path[64], line[256];
  sprintf(path, "/proc/%d/status", child);
  FILE *status = fopen(path, "r");
  long peak = 0;
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &peak);
  if (status) fclose(status);
  return peak;
}

static int by_size(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return (difference > 0) - (difference < 0);
}

/* Counted invocations, and what is to be said of them. */
static void measure(int listener, struct phase *phase) {
  double *times = malloc((phase->count + 1) * sizeof *times);
  double begun = now(), used = processor_time(), before = begun;
  for (long n = 0; n < phase->count; n++) {
    invoke(listener, phase);
    double after = now();
    times[n] = after - before;
    before = after;
  }
  double count = phase->count ? phase->count : 1;
  used = processor_time() - used;
  qsort(times, phase->count, sizeof *times, by_size);
  printf("{\"bytes\":%zu,\"us\":%.2f,\"p50Us\":%.2f,\"p99Us\":%.2f,\"cpuUs\":%.2f,\"peakKb\":%ld}",
         phase->bytes, (before - begun) / count, phase->count ? times[phase->count / 2] : 0,
         phase->count ? times[phase->count * 99 / 100] : 0, used / count, peak_kilobytes());
  free(times);
}

static int listen_on_loopback(int *port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, 16) ||
      getsockname(fd, (struct sockaddr *)&address, &length)) {
    fail("listen: %s", strerror(errno));
  }
  *port = ntohs(address.sin_port);
  return fd;
}

static void start(int port, char **command) {
  char api[32];
  sprintf(api, "127.0.0.1:%d", port);
  setenv("AWS_LAMBDA_RUNTIME_API", api, 1);
  setenv("AWS_LAMBDA_FUNCTION_NAME", "bench", 1);
  setenv("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", 1);
  setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128", 1);
  setenv("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench", 1);
  setenv("AWS_LAMBDA_LOG_STREAM_NAME", "stream", 1);
  setenv("AWS_REGION", "us-east-1", 1);
  /* vfork semantics of posix_spawn would do as well; what follows belongs to the function's start. */
  child = fork();
  if (child < 0) fail("fork: %s", strerror(errno));
  if (child > 0) return;
  execvp(command[0], command);
  fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
  _exit(127);
}

static void evict(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0) fail("%s: %s", path, strerror(errno));
  fdatasync(fd);
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set)) fail("sched_setaffinity: %s", strerror(errno));
}

int main(int count, char **arguments) {
  struct phase phases[MAX_PHASES];
  const char *event = NULL;
  int phase_count = 0, at = 1;
  for (; at < count && strcmp(arguments[at], "--"); at += 2) {
    char *value = at + 1 < count ? arguments[at + 1] : "";
    if (!strcmp(arguments[at], "--pin")) pin(atoi(value));
    else if (!strcmp(arguments[at], "--evict")) evict(value);
    else if (!strcmp(arguments[at], "--event")) event = value;
    else if (!strcmp(arguments[at], "--phase") && phase_count < MAX_PHASES) {
      struct phase *phase = &phases[phase_count++];
      if (sscanf(value, "%zu:%ld:%ld", &phase->bytes, &phase->warmup, &phase->count) != 3) {
        fail("--phase BYTES:WARMUP:COUNT");
      }
      prepare(phase, event);
    } else fail("unknown: %s", arguments[at]);
  }
  if (at + 1 >= count || phase_count == 0) fail("usage: driver --phase … -- COMMAND …");

  int port;
  int listener = listen_on_loopback(&port);
  double started = now();
  start(port, arguments + at + 1);
  invoke(listener, &phases[0]);
  printf("{\"firstAnswerUs\":%.1f,\"phases\":[", now() - started);
  for (int i = 0; i < phase_count; i++) {
    struct phase *phase = &phases[i];
    for (long n = 0; n < phase->warmup; n++) invoke(listener, phase);
    if (i) putchar(',');
    measure(listener, phase);
  }
  puts("]}");
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  return 0;
}
