(function () {
  "use strict";
  var form = document.getElementById("filters");
  var items = Array.prototype.slice.call(document.querySelectorAll("#lijst > li"));
  var status = document.getElementById("getoond");
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  if (form) {
    var fields = ["theme", "level", "kind", "source"];
    var texts = items.map(function (item) { return plain(item.textContent); });
    var apply = function () {
      var wanted = fields.map(function (name) { return form.elements[name].value; });
      var search = plain(form.elements.text.value.trim());
      var shown = 0;
      var said = {};
      items.forEach(function (item, index) {
        var fits = fields.every(function (name, at) {
          if (!wanted[at]) { return true; }
          var value = item.getAttribute("data-" + name) || "";
          return name === "source" ? value === wanted[at] : value.split(" ").indexOf(wanted[at]) >= 0;
        }) && (!search || texts[index].indexOf(search) >= 0);
        item.hidden = !fits;
        if (fits) { shown += 1; said[item.getAttribute("data-said")] = true; }
      });
      var repeated = shown - Object.keys(said).length;
      status.textContent = (shown === 1 ? "1 citaat" : shown + " citaten") + " getoond" +
        (repeated ? ", waarvan " + (repeated === 1 ? "1 herhaling" : repeated + " herhalingen") : "") + ".";
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { window.setTimeout(apply, 0); });
    document.querySelectorAll("a[data-theme]").forEach(function (link) {
      link.addEventListener("click", function () {
        form.reset();
        form.elements.theme.value = link.getAttribute("data-theme");
        form.elements.level.value = link.getAttribute("data-level") || "";
        apply();
        form.elements.theme.focus({ preventScroll: true });
      });
    });
    apply();
  }
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.hidden && form) { form.reset(); window.setTimeout(function () { target.scrollIntoView(); }, 0); }
    for (var up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
    }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll(".draft details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
  });
})();
