/// The present password, and the one to take its place.
public struct PasswordChangeRequest: Sendable {
    /// The JSON body as it came.
    public struct Body: Decodable, Sendable {
        var current: Password?
        var new: Password?

        public init(current: Password?, new: Password?) {
            self.current = current
            self.new = new
        }
    }

    public let current: Password
    public let new: Password

    /// The rules for new passwords do not apply to the present one.
    public init(_ body: Body) throws(InvalidRequest) {
        var check = FieldCheck()
        let current = check.required("/current", body.current, else: "must not be empty") { $0.isEmpty ? nil : $0 }
        let new = check.required("/new", body.new, else: body.new?.objection ?? "") {
            $0.objection == nil ? $0 : nil
        }
        try check.finish()
        guard let current, let new else { throw check.failure }
        self.current = current
        self.new = new
    }
}
