import Tracing

extension AWSCall {
    private static let titles = [
        "ec2": "EC2", "s3": "S3", "rds": "RDS", "sts": "STS", "ses": "SES", "monitoring": "CloudWatch",
    ]

    /// One attempt of the call as a part of what runs, by OpenTelemetry's conventions for AWS; nil where that is not traced.
    /// Nothing of it is sent to AWS.
    func span(retry: Int) -> Span? {
        guard let active = ActiveSpan.current else { return nil }
        let title = Self.titles[service] ?? service
        var attributes: [SpanAttribute] = [
            ("rpc.system", "aws-api"), ("rpc.service", .string(title)), ("rpc.method", .string(action)),
            ("cloud.region", .string(region.name)),
        ]
        if retry > 0 { attributes.append(("http.request.resend_count", .integer(retry))) }
        return active.child("\(title)/\(action)", .client, attributes)
    }
}
