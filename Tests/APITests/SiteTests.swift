import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("The dashboard's files")
struct SiteTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/Dashboard/Site").standardizedFileURL

    /// What the folder holds, such as `pages/jobs.js`.
    private static var files: [String] {
        get throws {
            let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
            return try #require(found).compactMap { $0 as? URL }.filter {
                (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
            }.map { String($0.standardizedFileURL.path.dropFirst(folder.path.count + 1)) }.sorted()
        }
    }

    /// The folder that the page loads from, such as `site/0123456789abcdef`.
    private func folder(of api: InProcess) async throws -> String {
        let page = String(decoding: try await bytes("/", of: api).bytes, as: UTF8.self)
        return String(try #require(page.firstMatch(of: #/href="(site/[0-9a-z]+)/app\.css"/#)).output.1)
    }

    private func bytes(
        _ path: String, of api: InProcess, headers: HTTPHeaders = [:]
    ) async throws -> (status: Int, headers: HTTPHeaders, bytes: [UInt8]) {
        var random = SystemRandomNumberGenerator()
        let request = HTTPRequest(
            method: .get, segments: path.split(separator: "/").map(String.init), query: [], headers: headers, body: [],
            client: nil, requestID: "1", traceParent: TraceParent(using: &random))
        let answer = await api.router.respond(to: request)
        if case .bytes(let bytes) = answer.body { return (answer.status.rawValue, answer.headers, bytes) }
        return (answer.status.rawValue, answer.headers, [])
    }

    @Test("every file of the folder is built in, as it is, and may be kept for ever") func embedded() async throws {
        let api = try InProcess.alone()
        let folder = try await folder(of: api)
        for path in try Self.files where !path.hasSuffix(".html") {
            let answer = try await bytes("/\(folder)/\(path)", of: api)
            #expect(answer.status == 200, "\(path) is not in Sources/CSite/CSite.c")
            #expect(
                try Data(answer.bytes) == Data(contentsOf: Self.folder.appendingPathComponent(path)), "\(path)")
            #expect(answer.headers["Cache-Control"] == "public, max-age=31536000, immutable")
        }
    }

    @Test("a page allows nothing but its own files, and is asked for anew each time", arguments: ["/", "/docs"])
    func page(_ path: String) async throws {
        let api = try InProcess.alone()
        let page = try await bytes(path, of: api)
        #expect(page.status == 200 && page.headers["Content-Type"] == "text/html; charset=utf-8")
        let policy = try #require(page.headers["Content-Security-Policy"])
        #expect(!policy.contains("unsafe") && policy.contains("require-trusted-types-for 'script'"))
        #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(page.headers["Cache-Control"] == "no-cache")
        let tag = try #require(page.headers["ETag"])
        for sent in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let again = try await bytes(path, of: api, headers: ["If-None-Match": sent])
            #expect(again.status == 304 && again.bytes.isEmpty, "\(sent)")
        }
        #expect(try await bytes(path, of: api, headers: ["If-None-Match": "\"other\""]).status == 200)
    }

    @Test("a file of another version, an unknown one and a way out of the folder are 404") func absent() async throws {
        let api = try InProcess.alone()
        let folder = try await folder(of: api)
        for path in [
            "site/0000/app.js", "\(folder)/none.js", "\(folder)/pages/none.js", "\(folder)/index",
            "\(folder)/index.html", "site",
        ] {
            #expect(try await bytes("/\(path)", of: api).status == 404, "\(path)")
        }
        let own = try InProcess.alone(["FLOTILLA_SITE_DIR": Self.folder.path])
        #expect(try await bytes("/site/disk/app.js", of: own).headers["Cache-Control"] == "no-cache")
        for segments in [["..", "Site.swift"], ["..%2FSite.swift"], ["../Site.swift"], ["pages", "..", "app.js"]] {
            var random = SystemRandomNumberGenerator()
            let request = HTTPRequest(
                method: .get, segments: ["site", "disk"] + segments, query: [], headers: [:], body: [], client: nil,
                requestID: "1", traceParent: TraceParent(using: &random))
            #expect(await own.router.respond(to: request).status.rawValue == 404, "\(segments)")
        }
    }

    /// A file of the site and all that it imports, but for what it fetches later.
    private static func closure(of path: String) throws -> Set<String> {
        var (found, open) = (Set<String>(), [path])
        while let next = open.popLast() {
            guard found.insert(next).inserted else { continue }
            let text = try String(contentsOf: folder.appendingPathComponent(next), encoding: .utf8)
            let place = URL(fileURLWithPath: "/\(next)").deletingLastPathComponent()
            for match in text.matches(of: #/from '([^']+)'/#) {
                open.append(
                    String(place.appendingPathComponent(String(match.output.1)).standardizedFileURL.path.dropFirst()))
            }
        }
        return found
    }

    /// The modules of each page with the group that it stands in, as `pages.js` lists them.
    private static func pages() throws -> [(module: String, group: String)] {
        let text = try String(contentsOf: folder.appendingPathComponent("pages.js"), encoding: .utf8)
        return text.matches(of: #/\{ path: '[^\n]*group: '([^']*)'([^\n]*)/#).flatMap { page in
            page.output.2.matches(of: #/import\('\.\/([^']+)'\)/#).map { module in
                (String(module.output.1), page.output.1.isEmpty ? "operations" : page.output.1.lowercased())
            }
        }
    }

    /// What the browser fetches for any page, in English.
    private static func always() throws -> Set<String> {
        try closure(of: "app.js").union(["index.html", "app.css", "theme.js", "icon.svg"])
    }

    @Test("the first load of any page is under 45 KB as it is sent, in either language") func size() async throws {
        let api = try InProcess.alone()
        let folder = try await folder(of: api)
        var sizes: [String: Int] = [:]
        for path in try Self.files {
            let place = ["index.html": "/", "docs.html": "/docs"][path] ?? "/\(folder)/\(path)"
            let answer = try await bytes(place, of: api, headers: ["Accept-Encoding": "gzip"])
            #expect(answer.status == 200, "\(path)")
            sizes[path] = answer.bytes.count
        }
        let (always, pages) = (try Self.always(), try Self.pages())
        #expect(pages.count > 20)
        for page in pages {
            let english = try always.union(Self.closure(of: page.module))
            for files in [english, english.union(["words/fr.js", "words/fr-\(page.group).js"])] {
                let found = files.compactMap { sizes[$0] }
                #expect(found.count == files.count && found.reduce(0, +) < 45_000, "\(page.module)")
            }
        }
        let reference = try Self.closure(of: "docs.js").union([
            "docs.html", "docs.css", "app.css", "theme.js", "icon.svg", "words/fr.js", "words/fr-docs.js",
        ]).compactMap { sizes[$0] }
        #expect(reference.count > 20 && reference.reduce(0, +) < 45_000)
    }

    private static func preloads(of page: String) throws -> Set<String> {
        let text = try String(contentsOf: folder.appendingPathComponent(page), encoding: .utf8)
        let named = text.matches(of: #/rel="modulepreload" href="site/\{version\}/([^"]+)"/#)
        return Set(named.map { String($0.output.1) })
    }

    @Test("what every page needs is named in the page, so that the browser asks for all of it at once")
    func preloads() throws {
        // Nearly every page has a table and times.
        let always = try Self.closure(of: "app.js").union(Self.closure(of: "table.js")).union(
            Self.closure(of: "format.js"))
        #expect(try Self.preloads(of: "index.html") == always)
        #expect(try Self.preloads(of: "docs.html") == Self.closure(of: "docs.js"))
    }

    @Test("a browser that takes gzip gets it, under a tag of its own; others get the bytes") func compressed()
        async throws
    {
        let api = try InProcess.alone()
        let path = "/\(try await folder(of: api))/app.js"
        let plain = try await bytes(path, of: api)
        #expect(plain.headers["Content-Encoding"] == nil && plain.headers["Vary"] == "Accept-Encoding")
        let small = try await bytes(path, of: api, headers: ["Accept-Encoding": "deflate, gzip;q=0.5, br"])
        #expect(small.headers["Content-Encoding"] == "gzip" && small.bytes.count < plain.bytes.count)
        #expect(small.bytes.starts(with: [0x1f, 0x8b]))
        let tag = try #require(small.headers["ETag"])
        #expect(tag != plain.headers["ETag"])
        let again = try await bytes(path, of: api, headers: ["Accept-Encoding": "gzip", "If-None-Match": tag])
        #expect(again.status == 304 && again.bytes.isEmpty)
        for refusal in ["gzip;q=0", "gzip; q=0.0", "identity", ""] {
            let answer = try await bytes(path, of: api, headers: ["Accept-Encoding": refusal])
            #expect(answer.bytes == plain.bytes, "\(refusal)")
        }
    }

    private static func words(in path: String) throws -> Set<String> {
        let table = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        return Set(table.matches(of: #/(?m)^  '((?:[^'\\]|\\.)*)':/#).map { String($0.output.1) })
    }

    /// A page with what it fetches when it is asked for, such as a form.
    private static func whole(of page: String) throws -> Set<String> {
        let text = try String(contentsOf: folder.appendingPathComponent(page), encoding: .utf8)
        return try text.matches(of: #/import\('\.\.\/([^']+)'\)/#).reduce(into: try closure(of: page)) {
            $0.formUnion(try closure(of: String($1.output.1)))
        }
    }

    @Test("all that is said in English has its French, in a table that its page loads") func french() throws {
        let core = try Self.words(in: "words/fr.js")
        let always = try Self.closure(of: "app.js").union(["help.js", "signin.js", "access.js"])
        var loaded: [(path: String, words: Set<String>)] = always.map { ($0, core) }
        for page in try Self.pages() {
            let words = try core.union(Self.words(in: "words/fr-\(page.group).js"))
            for path in try Self.whole(of: page.module).subtracting(always) { loaded.append((path, words)) }
        }
        let reference = try core.union(Self.words(in: "words/fr-docs.js"))
        for path in try Self.closure(of: "docs.js").subtracting(always) { loaded.append((path, reference)) }
        let scripts = try Self.files.filter { $0.hasSuffix(".js") && !$0.hasPrefix("words/") && $0 != "theme.js" }
        #expect(Set(loaded.map(\.path)) == Set(scripts))
        for (path, known) in loaded {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: #/\bt\('((?:[^'\\]|\\.)*)'/#) {
                let words = String(match.output.1)
                #expect(known.contains(words) || Self.same.contains(words), "\(path): \(words)")
            }
        }
    }

    /// What is the same in both languages.
    private static let same: Set<String> = [
        "Menu", "Cloud", "Code", "Job", "Jobs", "Scan", "Scans", "Message", "Modules", "Pages", "Service", "Services",
        "Clients", "Total", "Trace", "Type", "Types", "Version", "Webhooks", "Worker", "Workers", "s", "worker",
        "version {n}",
        "E-mail",
    ]
}
