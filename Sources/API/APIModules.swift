/// What this API is made of. A module is added to a chapter; its routes, its place in the description, and what of it can be
/// scheduled, follow from that.
enum APIModules {
    static let chapters = [
        APIChapter(
            "Accounts",
            [
                AuthRoutes.self,
                UserRoutes.self,
                AccountRoutes.self,
            ]),
        APIChapter(
            "Jobs",
            [
                JobRoutes.self,
                EventRoutes.self,
                TopicRoutes.self,
                BulkRoutes.self,
                BatchRoutes.self,
                ScheduleRoutes.self,
                SchedulePreviewRoutes.self,
            ]),
        APIChapter(
            "Operations",
            [
                QueueRoutes.self,
                LimitRoutes.self,
                WorkerRoutes.self,
                FigureRoutes.self,
                AuditRoutes.self,
                AlertRoutes.self,
            ]),
        APIChapter(
            "Scans",
            [
                ScanRoutes.self,
                ResourceRoutes.self,
                FindingRoutes.self,
            ]),
        APIChapter(
            "Notifications",
            [
                NotificationRoutes.self,
                InboxRoutes.self,
                WebhookEndpointRoutes.self,
                DeliveryRoutes.self,
                PreferenceRoutes.self,
                UnsubscribeRoutes.self,
            ]),
        APIChapter(
            "Generations",
            [
                DocumentRoutes.self,
                GenerationRoutes.self,
                InteractionRoutes.self,
            ]),
        APIChapter(
            "Billing",
            [
                PlanRoutes.self,
                SubscriptionRoutes.self,
                BillingProfileRoutes.self,
                UsageRoutes.self,
                IndicatorRoutes.self,
                BillingRunRoutes.self,
                InvoiceRoutes.self,
                StripeWebhookRoutes.self,
            ]),
        APIChapter(
            "School",
            [
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
            ]),
        APIChapter(
            "The API itself",
            [
                HealthRoutes.self,
                SiteRoutes.self,
                // After all that it lists.
                MeRoutes.self,
                OpenAPIRoutes.self,
            ]),
    ]

    static var all: [any APIModule.Type] { chapters.flatMap(\.modules) }

    static var schedulable: [SchedulableRequest] { all.flatMap { $0.schedulable } }

    static func router(_ context: APIContext) -> APIRouter {
        var router = APIRouter(context)
        for module in all {
            router.module = APIChapter.tag(of: module)
            module.init(context).add(to: &router)
        }
        return router
    }
}
