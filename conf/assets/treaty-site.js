/* What the reference's own pages do beside being pages: print, copy. Each of
 * them is whole without. */
(function () {
  "use strict";

  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  /* The page's own address, which a server that isn't told its name can't say. */
  function completeMail(link) {
    var parts = link.getAttribute("href").split("&body=");
    link.href = parts[0] + "&body=" + encodeURIComponent(location.href);
  }

  function offerPrint(place) {
    var item = document.createElement("li");
    item.append(button(place.dataset.treatyPrint, function () {
      window.print();
    }));
    place.append(item);
  }

  function offerCopy(place) {
    var said = document.createElement("span");
    said.setAttribute("role", "status");
    place.after(button(place.dataset.treatyCopy, function () {
      navigator.clipboard.writeText(place.textContent).then(function () {
        said.textContent = place.dataset.treatyCopied;
      }, function () {
        getSelection().selectAllChildren(place);
      });
    }), said);
  }

  document.querySelectorAll("[data-treaty-mail]").forEach(completeMail);
  document.querySelectorAll("[data-treaty-print]").forEach(offerPrint);
  if (navigator.clipboard) {
    document.querySelectorAll("[data-treaty-copy]").forEach(offerCopy);
  }
}());
