"""Papers of several kinds, drawn from invented facts, with the legal data that stand on them."""

from dataclasses import dataclass

_PAGE = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Tinos", size: 13pt, lang: "vi")\n'
_STATE = """align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: how it is drawn, and which data a careful reader finds on it."""

    source: str
    fields: dict[str, str]


BIRTH = Kind(
    _PAGE
    + f"""#grid(columns: (1fr, 1.4fr),
  align(center)[ỦY BAN NHÂN DÂN \\ *PHƯỜNG MẪU* \\ Số: 88/TLKS-BS],
  {_STATE} \\ _Phường Mẫu, ngày 03 tháng 02 năm 2020_])
#v(1cm)
#align(center)[*TRÍCH LỤC KHAI SINH*]
Họ, chữ đệm, tên: Lê Thị Mẫu An

Ngày, tháng, năm sinh: 21/11/2012

Giới tính: Nữ. Dân tộc: Kinh. Quốc tịch: Việt Nam

Số định danh cá nhân: 037312000457

Nơi đăng ký khai sinh: Ủy ban nhân dân phường Mẫu, tỉnh Ninh Bình
""",
    {
        "number": "88/TLKS-BS",
        "issued_on": "03/02/2020",
        "issuer": "Ủy ban nhân dân phường Mẫu",
        "name": "Trích lục khai sinh",
        "owner_name": "Lê Thị Mẫu An",
        "owner_number": "037312000457",
        "birth_year": "2012",
    },
)
UNMARRIED = Kind(
    _PAGE
    + f"""#grid(columns: (1fr, 1.4fr),
  align(center)[ỦY BAN NHÂN DÂN \\ *XÃ MẪU* \\ Số: 17/UBND-XNTTHN],
  {_STATE} \\ _Xã Mẫu, ngày 09 tháng 6 năm 2026_])
#v(1cm)
#align(center)[*GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN*]
Xét đề nghị của ông Phạm Văn Mẫu, sinh ngày 05/8/1990, số định danh cá nhân 037090004321,
cư trú tại thôn Hai, xã Mẫu, tỉnh Ninh Bình.

XÁC NHẬN: tình trạng hôn nhân: chưa đăng ký kết hôn với ai.

Giấy này có giá trị đến hết ngày 09/12/2026.
""",
    {
        "number": "17/UBND-XNTTHN",
        "issued_on": "09/06/2026",
        "issuer": "Ủy ban nhân dân xã Mẫu",
        "name": "Giấy xác nhận tình trạng hôn nhân",
        "owner_name": "Phạm Văn Mẫu",
        "owner_number": "037090004321",
        "birth_year": "1990",
        "valid_to": "09/12/2026",
    },
)
FOOD = Kind(
    _PAGE
    + f"""#grid(columns: (1fr, 1.4fr),
  align(center)[*SỞ Y TẾ* \\ Số: 0042/2025/ATTP-CNĐK],
  {_STATE} \\ _Ninh Bình, ngày 20 tháng 3 năm 2025_])
#v(1cm)
#align(center)[*GIẤY CHỨNG NHẬN* \\ *CƠ SỞ ĐỦ ĐIỀU KIỆN AN TOÀN THỰC PHẨM*]
Cơ sở: Công ty trách nhiệm hữu hạn Thực phẩm Mẫu

Mã số doanh nghiệp: 2700123456

Địa chỉ: Khu công nghiệp Mẫu, tỉnh Ninh Bình

Phạm vi hoạt động: sản xuất, kinh doanh bún, bánh

Giấy chứng nhận có hiệu lực đến ngày 20/3/2028.
""",
    {
        "number": "0042/2025/ATTP-CNĐK",
        "issued_on": "20/03/2025",
        "issuer": "Sở Y tế",
        "name": "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
        "owner_number": "2700123456",
        "scope": "sản xuất, kinh doanh bún, bánh",
        "valid_to": "20/03/2028",
    },
)
KINDS = {
    "extract of a birth": BIRTH,
    "certificate of being unmarried": UNMARRIED,
    "food safety certificate": FOOD,
}
