import JSON

/// A provider's words for what went wrong, in each of the shapes that servers have for them:
/// `{"error": {"message", "type", "param", "code"}}` (OpenAI; llama.cpp's code is a number), `{"error": "…"}` (Ollama),
/// `{"detail": "…"}` and `{"detail": [{"loc", "msg", "input"}]}` (FastAPI), `{"message", "type", "code"}` (older vLLM).
struct ProviderProblem: Sendable {
    /// As much is looked at.
    private static let longest = 4096

    var message: String
    var type: String?
    var code: String?
    /// A code that is a number: the status that the provider would have given.
    var number: Int?
    var param: String?

    /// - Returns: nil for what names no problem.
    init?(_ value: JSONValue) {
        if let problem = value["error"] {
            if let text = problem.stringValue {
                self.init(message: text)
            } else if problem.objectValue != nil {
                self.init(members: problem)
            } else {
                return nil
            }
        } else if let detail = value["detail"] {
            self.init(detail: detail)
        } else if value["message"]?.stringValue != nil, value["object"]?.stringValue == "error" || value["code"] != nil
        {
            self.init(members: value)
        } else {
            return nil
        }
    }

    /// Of an answer whose status says that it failed, whatever it is.
    init(body: [UInt8]) {
        guard let value = try? JSONValue(parsing: body), let problem = ProviderProblem(value) else {
            self.init(message: "")
            return
        }
        self = problem
    }

    private init(message: String) {
        self.message = String(decoding: message.utf8.prefix(Self.longest), as: UTF8.self)
    }

    private init(members: JSONValue) {
        func text(_ name: String) -> String? {
            members[name]?.stringValue.map { String(decoding: $0.utf8.prefix(200), as: UTF8.self) }
        }
        self.init(message: members["message"]?.stringValue ?? "")
        (type, code, param) = (text("type"), text("code"), text("param"))
        number = members["code"]?.numberValue?.integer
    }

    /// What was sent is in there, too (`input`), and left out.
    private init(detail: JSONValue) {
        guard let problems = detail.arrayValue else {
            self.init(message: detail.stringValue ?? "")
            return
        }
        let lines = problems.prefix(8).map { problem in
            let place = (problem["loc"]?.arrayValue ?? []).prefix(8).compactMap(\.stringValue).joined(separator: ".")
            return "\(place): \(problem["msg"]?.stringValue ?? "")"
        }
        self.init(message: lines.joined(separator: "; "))
    }

    /// Whether it has one of these for its code or type.
    func isNamed(_ names: Set<String>) -> Bool {
        [code, type].contains { $0.map(names.contains) ?? false }
    }

    /// Whether its message has one of these in it, in small letters.
    func mentions(_ words: String...) -> Bool {
        let text = message.lowercased()
        return words.contains { text.contains($0) }
    }
}
