from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "motcua.forms"
    label = "forms"

    def ready(self) -> None:
        from motcua.forms.code_lists import published_options
        from motcua.forms.lists import look_in

        look_in(published_options)
