extension Problem {
    /// 422: well-formed JSON that does not validate. At most `FieldErrors.most` of the errors are listed.
    public static func invalid(_ errors: [FieldError]) -> Problem {
        var listed = errors.prefix(FieldErrors.most).map { error in
            FieldError(
                pointer: error.pointer.cut(toBytes: FieldError.pointerBytes),
                message: error.message.cut(toBytes: FieldError.messageBytes))
        }
        if errors.count > FieldErrors.most {
            listed.append(FieldError(pointer: "", message: "and more: these are the first \(FieldErrors.most) errors"))
        }
        return Problem(.unprocessableContent, detail: "The body does not validate.", errors: listed)
    }

    public static func invalid(_ errors: FieldErrors) -> Problem { invalid(errors.list) }

    public static func notFound(_ detail: String? = nil) -> Problem { Problem(.notFound, detail: detail) }

    public static func badRequest(_ detail: String) -> Problem { Problem(.badRequest, detail: detail) }

    /// 503 that asks to come back.
    public static func unavailable(_ detail: String, retryAfter seconds: Int = 1) -> Problem {
        Problem(.serviceUnavailable, detail: detail, headers: ["Retry-After": String(seconds)])
    }

    static func methodNotAllowed(_ allowed: [HTTPMethod]) -> Problem {
        Problem(.methodNotAllowed, headers: ["Allow": Router.allowValue(allowed)])
    }

    public static func contentTooLarge(limit: Int) -> Problem {
        Problem(.contentTooLarge, detail: "The body may have up to \(limit) bytes.")
    }
}
