package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"raftlab/static"
)

const (
	defaultAddr = "127.0.0.1:8080"

	// A browser on the same machine needs far less. The limits only end connections that are stuck.
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
)

// contentSecurityPolicy lets the page load what this server sent and nothing
// else. 'wasm-unsafe-eval' allows compiling WebAssembly, not eval.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors "

// nobody is the default: no site may show this one in a frame, unless --embed names its origin.
const nobody = "'none'"

// mediaTypes is ours rather than the mime package's, which reads the machine's
// own tables: a browser refuses to stream-compile a .wasm, or to run a module
// script, whose type is wrong.
var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".map":   "application/json",
	".md":    "text/markdown; charset=utf-8",
	".mjs":   "text/javascript; charset=utf-8",
	".pack":  "application/octet-stream",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".wasm":  "application/wasm",
	".webp":  "image/webp",
	".woff2": "font/woff2",
}

func newServe() *cobra.Command {
	var addr, embed, toolchain, with string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the laboratory to a browser",
		Long: "Serve the laboratory to a browser, on this machine only unless --addr names another\n" +
			"interface (0.0.0.0:8080 is all of them). Port 0 picks a free one.\n\n" +
			"No other site may show it in a frame, unless --embed names its origin: then a course\n" +
			"page there can show a compact lab, #/embed?scenario=a1.\n\n" +
			"With --with, the page has a whole server that you wrote, at #/bring: files of Go in that folder, and\n" +
			"what they need of their module. Reload the page after a change.",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			// The first signal asks; with the handler gone, a second one kills.
			context.AfterFunc(ctx, stop)

			framer, err := framer(embed)
			if err != nil {
				return err
			}
			files, err := addToolchain(static.Site(), toolchain)
			if err != nil {
				return err
			}
			listener, err := listen(addr)
			if err != nil {
				return err
			}
			tcp := listener.Addr().(*net.TCPAddr) // listen opened it as "tcp"
			if err := brought(with).check(tcp); err != nil {
				return errors.Join(err, listener.Close())
			}
			if !static.Built() {
				fmt.Fprintf(cmd.ErrOrStderr(), "raftlab: %s\n", notBuilt)
			}
			others, err := interfaceAddresses()
			if err != nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "raftlab: the addresses of this machine are not known: %v\n", err)
			}
			announce(cmd.OutOrStdout(), tcp, others)
			if with != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "  your Raft: %s#/bring\n", siteURL(tcp))
			}
			return serve(ctx, listener, newHandler(files, static.Built(), tcp.IP.IsLoopback(), framer, brought(with)))
		},
	}
	cmd.Flags().StringVar(&addr, "addr", defaultAddr, "host:port to listen on")
	cmd.Flags().StringVar(&toolchain, "toolchain", "",
		"a folder in which the page's compiler is being built; the page waits for it")
	cmd.Flags().StringVar(&with, "with", "", "a `folder` with a whole server of yours, for #/bring")
	cmd.Flags().StringVar(&embed, "embed", "",
		"an origin, such as https://course.example, whose pages may show the lab in a frame")
	return cmd
}

// framer reads an origin for a frame-ancestors directive: a scheme, a host and perhaps a port. It refuses wildcards and
// further directives.
func framer(origin string) (string, error) {
	if origin == "" {
		return nobody, nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
		u.String() != u.Scheme+"://"+u.Host || strings.ContainsAny(u.Host, "*;,' \t") {
		return "", usagef("--embed %q is not an origin, such as https://course.example or http://localhost:4000",
			origin)
	}
	return u.Scheme + "://" + u.Host, nil
}

// listen opens addr. A missing host means this machine, not every interface as in net.Listen: nobody should publish a
// server by leaving out a word.
func listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usagef("--addr %q is not host:port, such as %s", addr, defaultAddr)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %s of %s is taken; `raftlab serve --addr %s` picks a free one: %w",
			port, host, net.JoinHostPort(host, "0"), err)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return listener, nil
}

// siteURL is a URL that a browser on this machine can open.
func siteURL(addr *net.TCPAddr) string {
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(addr.Port)) + "/"
}

// serve answers requests until ctx is done, then lets those under way finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

const notBuilt = "this program was compiled without the site: run `make build`, then start it again"

// newHandler serves the site, and the files of the person's folder; only framer's pages may show it in a frame. When
// loopback is true it also refuses requests that name another host. Otherwise an attacker could rebind a name to
// 127.0.0.1, and a page of that name would have the same origin as ours.
func newHandler(files fs.FS, built, loopback bool, framer string, folder brought) http.Handler {
	s := &site{files: files, cache: map[string]*asset{}, zipper: zipper{copies: map[string]func() *asset{}}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setSecurityHeaders(w.Header(), framer)
		switch {
		case loopback && !isLoopbackHost(r.Host):
			http.Error(w, "this server answers only to localhost", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		case !built:
			http.Error(w, notBuilt, http.StatusServiceUnavailable)
		case r.URL.Path == broughtName:
			folder.serve(w)
		default:
			s.serveFile(w, r)
		}
	})
}

func setSecurityHeaders(h http.Header, framer string) {
	h.Set("Content-Security-Policy", contentSecurityPolicy+framer)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// isLoopbackHost judges a Host header, whose port does not matter.
func isLoopbackHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport // no port
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
