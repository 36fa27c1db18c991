import Foundation
import HTTPServer

/// Whether a request that a browser sent comes from a page of ours. Headers alone decide, so nothing is kept between
/// requests, and any number of processes agree.
struct PageOrigin {
    /// `scheme://host:port` of `FLOTILLA_PUBLIC_URL`.
    private let ours: String?

    /// - Parameter publicURL: where browsers find us, for proxies that do not pass `Host` on.
    init(publicURL: String) {
        let parts = URLComponents(string: publicURL)
        ours = parts.flatMap { parts in
            parts.host.map { host in
                "\(parts.scheme ?? "https")://\(host)\(parts.port.map { ":\($0)" } ?? "")".lowercased()
            }
        }
    }

    /// Judges a request that changes something and carries the cookie.
    /// - Throws: 403 that names the header which does not fit.
    func demand(of request: HTTPRequest) throws(Problem) {
        guard try isKnown(of: request) else {
            throw Self.refusal(
                "It carries neither Sec-Fetch-Site nor Origin, and a proxy should pass both on. Programs send Authorization."
            )
        }
    }

    /// Judges a request that carries no cookie yet.
    /// - Throws: as `demand`, but for a request without either header: no browser sent it.
    func refuseOthers(_ request: HTTPRequest) throws(Problem) { _ = try isKnown(of: request) }

    /// - Returns: false when no header says where the request comes from.
    private func isKnown(of request: HTTPRequest) throws(Problem) -> Bool {
        if let site = request.headers["Sec-Fetch-Site"] {
            guard site == "same-origin" || site == "none" else {
                throw Self.refusal("Sec-Fetch-Site is \(site), and should be same-origin.")
            }
            return true
        }
        // Browsers send no Sec-Fetch-Site over plain HTTP, except to the loopback.
        guard let origin = request.headers["Origin"]?.lowercased() else { return false }
        let host = request.headers["Host"]?.lowercased() ?? ""
        if Self.spellings(of: origin).contains(host) || origin == ours { return true }
        throw Self.refusal(
            "Origin is \(origin), and Host is \(host): a proxy should pass Host on as it came, or FLOTILLA_PUBLIC_URL name the origin."
        )
    }

    /// How `Host` may read for a page of this origin.
    private static func spellings(of origin: String) -> [String] {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where origin.hasPrefix(scheme) {
            let host = String(origin.dropFirst(scheme.count))
            return [host, host + port]
        }
        return []
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(.forbidden, title: "The request does not come from a page of ours", detail: detail)
    }
}
