/// What this API is made of. A module is added to `all`; its routes, and what of it can be scheduled, follow from that.
enum APIModules {
    static let all: [any APIModule.Type] = [
        HealthRoutes.self,
        SiteRoutes.self,
        AuthRoutes.self,
        UserRoutes.self,
        AccountRoutes.self,
        ScanRoutes.self,
        ResourceRoutes.self,
        FindingRoutes.self,
        JobRoutes.self,
        EventRoutes.self,
        TopicRoutes.self,
        BulkRoutes.self,
        BatchRoutes.self,
        ScheduleRoutes.self,
        SchedulePreviewRoutes.self,
        QueueRoutes.self,
        LimitRoutes.self,
        WorkerRoutes.self,
        AuditRoutes.self,
        FigureRoutes.self,
        NotificationRoutes.self,
        InboxRoutes.self,
        WebhookEndpointRoutes.self,
        DeliveryRoutes.self,
        PreferenceRoutes.self,
        UnsubscribeRoutes.self,
        AlertRoutes.self,
        DocumentRoutes.self,
        GenerationRoutes.self,
        InteractionRoutes.self,
        PlanRoutes.self,
        SubscriptionRoutes.self,
        BillingProfileRoutes.self,
        UsageRoutes.self,
        IndicatorRoutes.self,
        BillingRunRoutes.self,
        InvoiceRoutes.self,
        StripeWebhookRoutes.self,
        PeopleRoutes.self,
        ClassRoutes.self,
        LearningPathRoutes.self,
        LearningPathStateRoutes.self,
        RevisionRoutes.self,
        LearnerProfileRoutes.self,
        LearningIndicatorRoutes.self,
        PersonRoutes.self,
        ConversationRoutes.self,
        AppointmentRoutes.self,
        // After all that it lists.
        MeRoutes.self,
        OpenAPIRoutes.self,
    ]

    static var schedulable: [SchedulableRequest] { all.flatMap { $0.schedulable } }

    static func router(_ context: APIContext) -> APIRouter {
        var router = APIRouter(context)
        for module in all {
            router.module = String(describing: module).replacing(/Routes$/, with: "")
            module.init(context).add(to: &router)
        }
        return router
    }
}
