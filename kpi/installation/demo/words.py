"""What generated people write to one another."""

CAUSES = (
    "Mưa lũ kéo dài, không tổ chức kiểm tra thực địa theo lịch được",
    "Cơ quan phối hợp gửi ý kiến chậm so với thời hạn đề nghị",
    "Hệ thống thông tin giải quyết thủ tục hành chính gián đoạn, có thông báo của đơn vị vận hành",
    "Người nộp hồ sơ đề nghị lùi thời gian làm việc vì lý do gia đình",
    "Quy định mới ban hành giữa kỳ, phải chờ văn bản hướng dẫn thực hiện",
)
CAUSE_REFUSED = "Chưa có tài liệu chứng minh nguyên nhân khách quan; đề nghị bổ sung trong kỳ sau"
CAUSE_CONFIRMED = "Đã kiểm tra tài liệu kèm theo, xác nhận nguyên nhân khách quan"
ADJUSTED = (
    "Đối chiếu hệ thống quản lý văn bản: một sản phẩm hoàn thành sau ngày cuối kỳ",
    "Một sản phẩm chưa đủ tài liệu kiểm chứng, chuyển sang tháng sau",
    "Đối chiếu sổ giao việc, số lượng hoàn thành thấp hơn số tự kê khai",
)
MARK_LOWERED = (
    "Còn đi muộn trong kỳ, đã được nhắc tại cuộc họp giao ban",
    "Phối hợp với bộ phận liên quan chưa kịp thời",
    "Chưa có giải pháp mới được ghi nhận trong tháng",
)
RETURNED = (
    "Chưa có tài liệu kiểm chứng cho hai sản phẩm đầu danh sách; đề nghị bổ sung đường dẫn văn bản",
    "Số lượng hoàn thành chưa khớp với hệ thống quản lý văn bản; đề nghị rà soát lại",
    "Phần tự chấm tiêu chí chung chưa nêu lý do; đề nghị bổ sung rồi gửi lại",
)
ANSWERS = (
    "Đã bổ sung đường dẫn văn bản cho từng sản phẩm",
    "Đã rà soát, điều chỉnh số lượng theo hệ thống quản lý văn bản",
    "Đã bổ sung lý do tự chấm",
)
REVIEWED = ("Thống nhất với kết quả tự chấm", "Đã đối chiếu sản phẩm, đề nghị phê duyệt", None, None)
APPROVED = ("Đồng ý với kết quả thẩm định", None, None, None)
STRENGTHS = (
    "Chủ động trong công việc, hoàn thành nhiệm vụ đúng tiến độ",
    "Phối hợp tốt với các bộ phận, hồ sơ xử lý bảo đảm chất lượng",
    "Có trách nhiệm, hướng dẫn người dân tận tình",
    "Nắm vững nghiệp vụ, tham mưu kịp thời",
)
SHORTCOMINGS = (
    "Một số báo cáo gửi sát thời hạn",
    "Cần tăng cường ứng dụng công nghệ thông tin trong xử lý hồ sơ",
    "Việc cập nhật hồ sơ trên hệ thống còn chậm",
    None,
)
PROPOSED = "Đề nghị bổ sung vào phiếu giao việc vì phát sinh ngoài kế hoạch tháng"
SELF_REASONS = ("Có sáng kiến được áp dụng tại đơn vị", "Trực tiếp xử lý việc đột xuất ngoài giờ", None, None, None)
EVIDENCE = "https://vanban.example.vn/minh-hoa/{code}/{number}"
