import Foundation
import Glibc
public import Reactor

extension ConfigurationReader {
    // MARK: Text

    /// One line of text.
    public mutating func string(_ variable: Variable) -> String {
        required(variable, expecting: Self.line, standIn: "", Self.oneLine)
    }

    public mutating func optionalString(_ variable: Variable) -> String? {
        optional(variable, expecting: Self.line, Self.oneLine)
    }

    /// A form of its own; nil when nothing is set.
    /// - Parameters:
    ///   - expected: what it should be, beginning with `it should be`.
    ///   - parse: nil for another form.
    public mutating func optionalForm<Value>(
        _ variable: Variable, expecting expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        optional(variable, expecting: expected, parse)
    }

    /// One of an enum's raw values, in any case.
    public mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ variable: Variable, default standard: Choice
    ) -> Choice where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        let expected = "it should be one of \(names.joined(separator: ", "))"
        return optional(variable, expecting: expected) { text in
            Choice.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        } ?? standard
    }

    /// - Parameter minimumBytes: the fewest bytes of UTF-8 that count as a secret.
    public mutating func optionalSecret(_ variable: Variable, minimumBytes: Int = 1) -> Secret? {
        let text = optional(variable, expecting: "it should hold at least \(minimumBytes) bytes") { text in
            text.utf8.count >= minimumBytes ? text : nil
        }
        return text.map { secret(variable, $0) { $0.utf8.count >= minimumBytes } }
    }

    /// A URL with credentials.
    public mutating func secretURL(_ variable: Variable, schemes: [String]) -> Secret {
        secret(variable, url(variable, schemes: schemes)) { Self.parseURL($0, schemes) != nil }
    }

    public mutating func optionalSecretURL(_ variable: Variable, schemes: [String]) -> Secret? {
        optionalURL(variable, schemes: schemes).map { secret(variable, $0) { Self.parseURL($0, schemes) != nil } }
    }

    /// - Parameter rule: what a later content of the file has to be.
    private func secret(
        _ variable: Variable, _ text: String, _ rule: @escaping @Sendable (String) -> Bool
    ) -> Secret {
        guard let file = secretFile(of: variable) else { return Secret(text) }
        file.require(rule)
        return Secret(file)
    }

    // MARK: Numbers

    /// - Parameter standard: used in place of the catalogue's default.
    public mutating func integer(
        _ variable: Variable, in range: ClosedRange<Int>, default standard: Int? = nil
    ) -> Int {
        let expected = "it should be a whole number from \(range.lowerBound) to \(range.upperBound)"
        let parse: (String) -> Int? = { Int($0).flatMap { range.contains($0) ? $0 : nil } }
        if let standard { return optional(variable, expecting: expected, parse) ?? standard }
        return required(variable, expecting: expected, standIn: range.lowerBound, parse)
    }

    public mutating func optionalInteger(_ variable: Variable, in range: ClosedRange<Int>) -> Int? {
        let expected = "it should be a whole number from \(range.lowerBound) to \(range.upperBound)"
        return optional(variable, expecting: expected) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// 1, 0, true, false, yes, no, on or off.
    public mutating func boolean(_ variable: Variable) -> Bool {
        required(variable, expecting: "it should be 1, 0, true or false", standIn: false) { text in
            switch text.lowercased() {
            case "1", "true", "yes", "on": true
            case "0", "false", "no", "off": false
            default: nil
            }
        }
    }

    public mutating func duration(_ variable: Variable, in range: ClosedRange<Duration>) -> Duration {
        let bounds = "\(Self.shown(range.lowerBound)) to \(Self.shown(range.upperBound))"
        let expected = "it should be a time such as 500ms, 25s, 2m or 1h, from \(bounds)"
        return required(variable, expecting: expected, standIn: range.lowerBound) { text in
            Quantity.duration(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Bytes, written as 4096, 64K, 10MB or 1GiB.
    public mutating func byteSize(_ variable: Variable, in range: ClosedRange<Int>) -> Int {
        let expected =
            "it should be a size such as 65536, 64K, 10MB or 1GiB, from \(range.lowerBound) to \(range.upperBound) bytes"
        return required(variable, expecting: expected, standIn: range.lowerBound) { text in
            Quantity.bytes(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    // MARK: Places

    public mutating func port(_ variable: Variable) -> Int {
        required(variable, expecting: Self.portRange, standIn: 0, Self.parsePort)
    }

    public mutating func optionalPort(_ variable: Variable) -> Int? {
        optional(variable, expecting: Self.portRange, Self.parsePort)
    }

    /// A name or an address, without a port.
    public mutating func host(_ variable: Variable) -> String {
        required(variable, expecting: "it should be a host name or an IP address", standIn: "") { text in
            let isName = text.wholeMatch(of: #/[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?/#) != nil
            let isVersion6 = text.wholeMatch(of: #/\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?\]?/#) != nil
            return isName || isVersion6 ? text.trimmingCharacters(in: ["[", "]"]) : nil
        }
    }

    /// Addresses and networks with commas between; none when nothing is set.
    public mutating func networks(_ variable: Variable) -> [IPNetwork] {
        let expected = "it should be addresses or networks such as 10.0.0.0/8,2001:db8::1, with commas between"
        return optional(variable, expecting: expected) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let networks = parts.compactMap { IPNetwork($0.trimmingCharacters(in: .whitespaces)) }
            return networks.count == parts.count ? networks : nil
        } ?? []
    }

    /// Origins of web pages with commas between, as browsers write them; none when nothing is set.
    public mutating func origins(_ variable: Variable) -> [String] {
        let expected = "it should be origins such as https://app.example.org,http://localhost:3000, with commas between"
        return optional(variable, expecting: expected) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let origins = parts.compactMap { WebOrigin.text($0.trimmingCharacters(in: .whitespaces)) }
            return origins.count == parts.count ? origins : nil
        } ?? []
    }

    /// A URL, kept as it was written: drivers take forms, such as lists of hosts, that no general parser knows.
    public mutating func url(_ variable: Variable, schemes: [String]) -> String {
        required(variable, expecting: expectation(of: variable, schemes), standIn: "") { Self.parseURL($0, schemes) }
    }

    public mutating func optionalURL(_ variable: Variable, schemes: [String]) -> String? {
        optional(variable, expecting: expectation(of: variable, schemes)) { Self.parseURL($0, schemes) }
    }

    private func expectation(of variable: Variable, _ schemes: [String]) -> String {
        text(variable).flatMap { URLForm.complaint($0, schemes) } ?? URLForm.expectation(schemes)
    }

    /// The path, made absolute, of a file that this process may read.
    public mutating func optionalFile(_ variable: Variable) -> String? {
        let directory = directory
        return optional(variable, expecting: "it should name a file that can be read") { text in
            let path = URL(filePath: text, relativeTo: URL(filePath: directory, directoryHint: .isDirectory)).path
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            return exists && !isDirectory.boolValue && access(path, R_OK) == 0 ? path : nil
        }
    }
}
