"""The personal store (kho quản lý dữ liệu điện tử của tổ chức, cá nhân; NĐ 45/2020 art. 16)."""
